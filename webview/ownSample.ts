// A sample of one's own: its numbers, and the number by which its tensors are called (`relu1.output@own[73]`).
import type { OwnSample } from '../src/protocol/watch.ts';

export type OwnValues = Pick<OwnSample, 'x' | 'target'>;

/** Numbered by its content, so that another is never taken for it: FNV-1a over the bits of its float32s. */
export function ownSample({ x, target }: OwnValues): OwnSample {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(Float32Array.of(...x, NaN, ...(target ?? [])).buffer))
    hash = Math.imul(hash ^ byte, 0x01000193);
  return { part: 'own', row: hash >>> 0, x, target };
}

/** With other x; a target that was x itself stays so. */
export function withX({ x: before, target }: OwnValues, x: readonly number[]): OwnValues {
  return { x, target: isItself({ x: before, target }) ? x : target };
}

/** Whether what is wanted is what comes in, as of an autoencoder. */
export function isItself({ x, target }: OwnValues): boolean {
  return x.length > 1 && target?.length === x.length && target.every((value, i) => value === x[i]);
}
