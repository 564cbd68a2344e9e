// Rows of the data set as answers, in the layouts that `protocol/frame.ts` reads.
import { sizeOf } from '../core/shape.ts';
import type { Network } from '../model/model.ts';
import type { Watch } from './watch.ts';

type Of<Kind extends Watch['kind']> = Extract<Watch, { kind: Kind }>;

export function pointsOf({ dataset }: Network, { part, limit }: Of<'points'>): Float32Array {
  const { rows, x, y } = dataset[part];
  const features = sizeOf(dataset.sampleShape);
  const targets = sizeOf(dataset.targetShape);
  const count = Math.min(rows, limit);
  const answer = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    const row = Math.floor((i * rows) / count);
    answer.set([x[row * features], features > 1 ? x[row * features + 1] : NaN, y[row * targets]], 3 * i);
  }
  return answer;
}

/** Null where there is no such row. */
export function sampleOf({ dataset }: Network, { part, row }: Of<'sample'>): Float32Array | null {
  const { rows, x, y } = dataset[part];
  if (row < 0 || row >= rows) return null;
  const features = sizeOf(dataset.sampleShape);
  const answer = new Float32Array(1 + features);
  answer[0] = y[row * sizeOf(dataset.targetShape)];
  answer.set(x.subarray(row * features, (row + 1) * features), 1);
  return answer;
}
