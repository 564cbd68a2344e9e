// NumPy's .npy format (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html): magic, version, length
// of a header that is a Python dict literal, padded so that the data begins at a multiple of 64, then the elements.
import { type Shape, shapeText, sizeOf } from '../core/shape.ts';
import type { DType } from '../core/tensor.ts';
import { type Text, text } from '../core/text.ts';

const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
const descriptions: Record<DType, string> = { float32: '<f4', int32: '<i4' };

/** A file that `numpy.load` reads. `bytes`: little-endian, row-major. Throws where they aren't the shape's: a caller's bug. */
export function encodeNpy(shape: Shape, dtype: DType, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (bytes.length !== sizeOf(shape) * 4)
    throw new Error(`${bytes.length} bytes aren't a ${dtype} ${shapeText(shape)}.`);
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const dict = `{'descr': '${descriptions[dtype]}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const start = Math.ceil((magic.length + 4 + dict.length + 1) / 64) * 64;
  const header = dict.padEnd(start - magic.length - 5) + '\n';
  const file = new Uint8Array(start + bytes.length);
  file.set(magic);
  const view = new DataView(file.buffer);
  view.setUint8(6, 1);
  view.setUint16(8, header.length, true);
  for (let i = 0; i < header.length; i++) file[10 + i] = header.charCodeAt(i);
  file.set(bytes, start);
  return file;
}

export interface NpyArray {
  readonly shape: Shape;
  /** NumPy's type string: `<f4`, `<i8`, `|u1`. */
  readonly descr: string;
  /** Column-major where true. */
  readonly fortranOrder: boolean;
  /** A view of the file's bytes, elements as `descr` and `fortranOrder` say. */
  readonly bytes: Uint8Array;
}

/** An array of numbers or booleans, or what is wrong with the file. Versions 1 to 3. */
export function decodeNpy(bytes: Uint8Array): NpyArray | { readonly problem: Text } {
  if (bytes.length < 10 || magic.some((byte, i) => bytes[i] !== byte)) return problem('not a .npy file');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (version < 1 || version > 3) return problem('its .npy version {0} is not known', version);
  const headerStart = version === 1 ? 10 : 12;
  if (bytes.length < headerStart) return problem('it is cut short');
  const headerLength = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = headerStart + headerLength;
  if (start > bytes.length) return problem('it is cut short');
  const header = readHeader(bytes.subarray(headerStart, start));
  if (!header) return problem('its header can not be read, or its elements are no numbers');
  const size = sizeOf(header.shape) * Number(header.descr.slice(2));
  const data = bytes.subarray(start);
  if (data.length < size)
    return problem('its shape {0} needs {1} bytes, and there are {2}', shapeText(header.shape), size, data.length);
  return { ...header, bytes: data.subarray(0, size) };
}

/** Reads the dict literal as `numpy.save` writes it: three keys in any order, a plain type string. */
function readHeader(bytes: Uint8Array): Omit<NpyArray, 'bytes'> | null {
  let header = '';
  for (const byte of bytes) header += String.fromCharCode(byte);
  const descr = /['"]descr['"]\s*:\s*['"]([<>|=][biuf]\d{1,2})['"]/.exec(header)?.[1];
  const fortran = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(header)?.[1];
  const tuple = /['"]shape['"]\s*:\s*\(\s*((?:\d+\s*,\s*)*(?:\d+)?)\s*\)/.exec(header)?.[1];
  if (descr === undefined || fortran === undefined || tuple === undefined) return null;
  const shape = tuple.split(',').flatMap((length) => (length.trim() ? [Number(length)] : []));
  return { shape, descr, fortranOrder: fortran === 'True' };
}

function problem(template: string, ...args: (string | number)[]): { problem: Text } {
  return { problem: text(template, ...args) };
}
