// The numbers of a sample that is looked at by itself: of the data set those that the engine tells, of one's own those
// that one gave it.
import type { LoneSample } from '../src/protocol/watch.ts';
import { readSample } from '../src/protocol/frame.ts';
import { useStore } from './context.ts';
import { useWatch } from './watches.ts';

export interface SampleValues {
  readonly x: ArrayLike<number>;
  /** The first number of the target. */
  readonly target: number;
}

export function useSample(sample: LoneSample | null): SampleValues | null {
  const own = useStore().sample.own.value;
  const isOwn = sample?.part === 'own';
  const answer = useWatch(
    sample && sample.part !== 'own' ? { kind: 'sample', part: sample.part, row: sample.row } : null,
  );
  if (isOwn) return own && { x: own.x, target: own.target?.[0] ?? NaN };
  return answer && readSample(answer);
}
