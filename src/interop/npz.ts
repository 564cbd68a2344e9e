// NumPy's .npz format: a ZIP archive of .npy files, stored as they are.
import { zipSync } from 'fflate';
import type { Shape } from '../core/shape.ts';
import type { DType } from '../core/tensor.ts';
import { encodeNpy } from './npy.ts';

export interface NpzArray {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly values: Float32Array | Int32Array;
}

/** A file that `numpy.load` reads as a dictionary. The same arrays give the same bytes. */
export function encodeNpz(arrays: Readonly<Record<string, NpzArray>>): Uint8Array {
  const files = Object.entries(arrays).map(([name, { shape, dtype, values }]) => {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return [`${name}.npy`, encodeNpy(shape, dtype, bytes)] as const;
  });
  // A ZIP's clock starts in 1980; time of day would make the bytes depend on when they are written.
  return zipSync(Object.fromEntries(files), { level: 0, mtime: new Date(1980, 0, 1) });
}
