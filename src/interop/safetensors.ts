// The safetensors format (https://huggingface.co/docs/safetensors): u64 little-endian length of a JSON header, the
// header `{ name: { dtype, shape, data_offsets: [begin, end] }, "__metadata__": {…} }`, then the tensors' bytes,
// little-endian, row-major, without holes.
import { type Shape, shapeText, sizeOf } from '../core/shape.ts';
import { type Text, text } from '../core/text.ts';

/** Bytes of an element of each type that we know; others (float8, complex) are refused by name. */
const elementBytes = {
  BOOL: 1,
  U8: 1,
  I8: 1,
  U16: 2,
  I16: 2,
  F16: 2,
  BF16: 2,
  U32: 4,
  I32: 4,
  F32: 4,
  U64: 8,
  I64: 8,
  F64: 8,
} as const;

export type SafetensorsDType = keyof typeof elementBytes;

export interface SafetensorsTensor {
  /** As in PyTorch's `state_dict`: `linear1.weight`. */
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: SafetensorsDType;
  /** Little-endian, row-major. */
  readonly bytes: Uint8Array;
}

/** As in the reference implementation, so that a header can't ask for unbounded memory. */
const largestHeader = 100_000_000;

/**
 * The file's bytes. Tensors lie in the order given, the header padded so that the first begins at a multiple of 8.
 * Throws where a tensor's bytes aren't those of its shape, or a name occurs twice: a bug of the caller's.
 */
export function encodeSafetensors(
  tensors: readonly SafetensorsTensor[],
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const entries = new Map<string, object>();
  if (Object.keys(metadata).length > 0) entries.set('__metadata__', metadata);
  // Widest elements first, as the reference implementation has it, so that each tensor is aligned; stable otherwise.
  const ordered = [...tensors].sort((a, b) => elementBytes[b.dtype] - elementBytes[a.dtype]);
  let end = 0;
  for (const { name, shape, dtype, bytes } of ordered) {
    if (bytes.length !== sizeOf(shape) * elementBytes[dtype]) throw new Error(`${name}: its bytes aren't its shape's.`);
    if (entries.has(name)) throw new Error(`${name} occurs twice.`);
    entries.set(name, { dtype, shape, data_offsets: [end, end + bytes.length] });
    end += bytes.length;
  }
  const json = utf8(JSON.stringify(Object.fromEntries(entries)));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(8 + headerLength + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, 8, 8 + headerLength);
  file.set(json, 8);
  let offset = 8 + headerLength;
  for (const { bytes } of ordered) {
    file.set(bytes, offset);
    offset += bytes.length;
  }
  return file;
}

export interface Safetensors {
  /** In the order of their bytes. The bytes are views of the file's. */
  readonly tensors: readonly SafetensorsTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** The tensors of a file, or what is wrong with it. */
export function decodeSafetensors(bytes: Uint8Array): Safetensors | { readonly problem: Text } {
  if (bytes.length < 8) return problem('it has {0} bytes, too few for a safetensors file', bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > largestHeader || headerLength > bytes.length - 8)
    return problem('its first 8 bytes announce a header longer than the file: not a safetensors file, or cut short');
  const header = parseHeader(bytes.subarray(8, 8 + headerLength));
  if (header === null) return problem('its header is not a JSON object: not a safetensors file');

  const data = bytes.subarray(8 + headerLength);
  const placed: { tensor: SafetensorsTensor; begin: number; end: number }[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue;
    const result = readEntry(name, entry, data);
    if ('problem' in result) return result;
    placed.push(result);
  }
  placed.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let expected = 0;
  for (const { tensor, begin, end } of placed) {
    if (begin !== expected) return problem('tensor {0} begins at byte {1}, not at {2}', tensor.name, begin, expected);
    expected = end;
  }
  if (expected !== data.length) return problem('{0} bytes follow the last tensor', data.length - expected);
  return { tensors: placed.map(({ tensor }) => tensor), metadata: readMetadata(header.__metadata__) };
}

/** The elements as float32 numbers, rounded once; null for types that aren't floats. */
export function floatsOf({ dtype, bytes }: SafetensorsTensor): Float32Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const read = floatReaders[dtype];
  if (!read) return null;
  const step = elementBytes[dtype];
  return Float32Array.from({ length: bytes.length / step }, (_, i) => read(view, i * step));
}

const floatReaders: Partial<Record<SafetensorsDType, (view: DataView, offset: number) => number>> = {
  F32: (view, offset) => view.getFloat32(offset, true),
  F64: (view, offset) => view.getFloat64(offset, true),
  F16: (view, offset) => halfToNumber(view.getUint16(offset, true)),
  BF16: (view, offset) => {
    const wide = new DataView(new ArrayBuffer(4));
    wide.setUint16(0, view.getUint16(offset, true));
    return wide.getFloat32(0);
  },
};

/** The elements as int32 numbers, as far as they fit; null for types that aren't signed integers of 32 or 64 bits. */
export function integersOf({ dtype, bytes }: SafetensorsTensor): Int32Array | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (dtype === 'I32') return Int32Array.from({ length: bytes.length / 4 }, (_, i) => view.getInt32(4 * i, true));
  if (dtype !== 'I64') return null;
  const most = BigInt(2 ** 31 - 1);
  return Int32Array.from({ length: bytes.length / 8 }, (_, i) => {
    const value = view.getBigInt64(8 * i, true);
    return Number(value > most ? most : value);
  });
}

/** IEEE 754 binary16: sign, 5 bits of exponent, 10 of fraction. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

function readEntry(
  name: string,
  entry: unknown,
  data: Uint8Array,
): { tensor: SafetensorsTensor; begin: number; end: number } | { problem: Text } {
  if (!isRecord(entry)) return problem('tensor {0} has no description', name);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== 'string') return problem('tensor {0} has no dtype', name);
  if (!isKnown(dtype)) return problem('tensor {0} has the element type {1}, which is not read', name, dtype);
  if (!isCounts(shape)) return problem('tensor {0} has no valid shape', name);
  if (!isCounts(offsets) || offsets.length !== 2) return problem('tensor {0} has no valid data_offsets', name);
  const [begin, end] = offsets;
  if (begin > end || end > data.length) return problem('tensor {0} lies outside the file: it is cut short', name);
  const size = sizeOf(shape) * elementBytes[dtype];
  if (end - begin !== size)
    return problem('tensor {0} {1} needs {2} bytes and has {3}', name, shapeText(shape), size, end - begin);
  return { tensor: { name, shape, dtype, bytes: data.subarray(begin, end) }, begin, end };
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(fromUtf8(bytes));
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function readMetadata(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

function problem(template: string, ...args: (string | number)[]): { problem: Text } {
  return { problem: text(template, ...args) };
}

function utf8(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

/** Throws where the bytes aren't UTF-8. */
function fromUtf8(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

function isKnown(dtype: string): dtype is SafetensorsDType {
  return Object.hasOwn(elementBytes, dtype);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && n >= 0);
}
