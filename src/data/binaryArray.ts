// Arrays in binary files: a header says type and shape, the numbers follow, row-major.
import { FLOAT32_MAX } from '../core/options.ts';
import { type Shape, shapeText, sizeOf } from '../core/shape.ts';
import { type Text, text } from '../core/text.ts';
import { type DataProblem, type Files, type RawData, unreadable } from './source.ts';

/** How one number is read. */
export interface ElementType {
  readonly bytes: number;
  read(view: DataView, at: number, littleEndian: boolean): number;
}

export const elementTypes = {
  bool: { bytes: 1, read: (view, at) => (view.getUint8(at) === 0 ? 0 : 1) },
  uint8: { bytes: 1, read: (view, at) => view.getUint8(at) },
  int8: { bytes: 1, read: (view, at) => view.getInt8(at) },
  uint16: { bytes: 2, read: (view, at, little) => view.getUint16(at, little) },
  int16: { bytes: 2, read: (view, at, little) => view.getInt16(at, little) },
  uint32: { bytes: 4, read: (view, at, little) => view.getUint32(at, little) },
  int32: { bytes: 4, read: (view, at, little) => view.getInt32(at, little) },
  uint64: { bytes: 8, read: (view, at, little) => Number(view.getBigUint64(at, little)) },
  int64: { bytes: 8, read: (view, at, little) => Number(view.getBigInt64(at, little)) },
  float32: { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) },
  float64: { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) },
} satisfies Record<string, ElementType>;

/** An array as its header describes it. */
export interface BinaryArray {
  readonly shape: Shape;
  readonly element: ElementType;
  readonly littleEndian: boolean;
  /** The numbers, and perhaps bytes after them. */
  readonly body: DataView;
}

export type ReadHeader = (bytes: Uint8Array) => BinaryArray | Text;

/** Samples and targets from two such files, named by two options. */
export async function loadPair(
  samples: { readonly option: string; readonly path: string },
  targets: { readonly option: string; readonly path: string },
  readHeader: ReadHeader,
  files: Files,
): Promise<RawData | { problems: readonly DataProblem[] }> {
  const [x, y] = await Promise.all([
    open(samples.path, samples.option, readHeader, files),
    open(targets.path, targets.option, readHeader, files),
  ]);
  if ('problems' in x || 'problems' in y) {
    return { problems: [...('problems' in x ? x.problems : []), ...('problems' in y ? y.problems : [])] };
  }
  if (x.shape[0] !== y.shape[0]) {
    const message = text('The samples are {0} rows, the targets {1}.', x.shape[0], y.shape[0]);
    return problem('row-count', message, targets.option);
  }
  const values = inPlace(x) ?? new Float32Array(sizeOf(x.shape));
  const odd = readNumbers(x, values);
  if (odd !== null) {
    return problem(
      'not-a-number',
      text('Number {0} of the samples is not finite in float32.', odd + 1),
      samples.option,
    );
  }
  const found = new Float64Array(sizeOf(y.shape));
  const oddTarget = readNumbers(y, found);
  if (oddTarget !== null) {
    return problem('not-a-number', text('Target {0} is not finite in float32.', oddTarget + 1), targets.option);
  }
  const [rows, ...inner] = x.shape;
  return {
    x: values,
    sampleShape: inner.length === 0 ? [1] : inner,
    rows,
    y: { values: found, targetShape: y.shape.slice(1) },
  };
}

async function open(
  path: string,
  option: string,
  readHeader: ReadHeader,
  files: Files,
): Promise<BinaryArray | { problems: readonly DataProblem[] }> {
  const file = await files.read(path);
  if ('problem' in file) return { problems: [unreadable(path, file.problem, option)] };
  const array = readHeader(file.bytes);
  if ('template' in array) return problem('data-format', array, option);
  const { shape, element, body } = array;
  if (shape.length === 0 || sizeOf(shape) === 0) {
    return problem('data-empty', text('The file’s array is {0}: it has no rows.', shapeText(shape)), option);
  }
  const needed = sizeOf(shape) * element.bytes;
  if (body.byteLength >= needed) return array;
  const message = text(
    'The file is cut off: {0} needs {1} bytes, {2} are there.',
    shapeText(shape),
    needed,
    body.byteLength,
  );
  return problem('data-format', message, option);
}

/** A view of numbers that lie in the file as they do in memory, so that a large one isn't copied. */
function inPlace({ body, element, littleEndian, shape }: BinaryArray): Float32Array | null {
  if (element !== elementTypes.float32 || !littleEndian || body.byteOffset % 4 !== 0) return null;
  return new Float32Array(body.buffer as ArrayBuffer, body.byteOffset, sizeOf(shape));
}

/** Fills `out`; the index of the first number that no float32 holds, or null. */
function readNumbers({ body, element, littleEndian }: BinaryArray, out: Float32Array | Float64Array): number | null {
  for (let i = 0; i < out.length; i++) {
    const value = element.read(body, i * element.bytes, littleEndian);
    if (!(Math.abs(value) <= FLOAT32_MAX)) return i;
    out[i] = value;
  }
  return null;
}

function problem(code: string, message: Text, option: string): { problems: readonly DataProblem[] } {
  return { problems: [{ code, message, field: [option] }] };
}
