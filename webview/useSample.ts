// The numbers of a sample that is looked at by itself: of the data set those that the engine tells, of one's own those
// that one gave it.
import type { LoneSample } from '../src/protocol/watch.ts';
import { readSample } from '../src/protocol/frame.ts';
import { useStore } from './context.ts';
import { useWatch } from './watches.ts';

export interface SampleValues {
  readonly x: ArrayLike<number>;
  /** The number that the target is; NaN where it is several, or none. */
  readonly target: number;
}

export function useSample(sample: LoneSample | null): SampleValues | null {
  const { network, sample: chosen } = useStore();
  const own = chosen.own.value;
  const isOwn = sample?.part === 'own';
  const answer = useWatch(
    sample && sample.part !== 'own' ? { kind: 'sample', part: sample.part, row: sample.row } : null,
  );
  if (isOwn) return own && { x: own.x, target: own.target?.length === 1 ? own.target[0] : NaN };
  if (!answer) return null;
  const isOne = network.value!.data.targetShape.every((length) => length === 1);
  return { x: readSample(answer).x, target: isOne ? readSample(answer).target : NaN };
}
