// Reads what the Python scripts beside this file wrote: golden values of PyTorch.
import { readFileSync } from 'node:fs';

export interface Fixture<Case> {
  readonly madeWith: { readonly torch: string; readonly capability: string };
  readonly cases: readonly Case[];
}

export function readFixture<Case>(name: string): Fixture<Case> {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8')) as Fixture<Case>;
}

/** Base64 of little-endian float32. */
export function floatsOf(bits: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(bits, 'base64')).buffer);
}

/** Base64 of little-endian int32. */
export function integersOf(bits: string): Int32Array {
  return new Int32Array(new Uint8Array(Buffer.from(bits, 'base64')).buffer);
}

/** The format's bound on normals of 16 elements and more: 4·2⁻²³·(|mean| + |x − mean|). */
export function normalBound(x: number, mean: number): number {
  return 4 * 2 ** -23 * (Math.abs(mean) + Math.abs(x - mean));
}
