// The curves of the runs that don't go on, asked for as long as somebody shows them.
import { useLayoutEffect, useMemo } from 'preact/hooks';
import { readLosses } from '../src/protocol/frame.ts';
import type { RunDescription } from '../src/protocol/timeline.ts';
import type { Watch } from '../src/protocol/watch.ts';
import { useStore } from './context.ts';
import type { Losses } from './draw/losses.ts';

/** Runs that are drawn beside the one that goes on: the newest of them. */
const mostShown = 6;

function useRunWatches(watchOf: (run: number) => Watch): readonly (readonly [RunDescription, Float32Array])[] {
  const { watches, timeline } = useStore();
  const shown = timeline.value.runs.filter(({ current }) => !current).slice(-mostShown);
  const list = shown.map(({ id }) => watchOf(id));
  const key = JSON.stringify(list);
  const slots = useMemo(() => list.map((watch) => watches.slot(watch)), [watches, key]);
  useLayoutEffect(() => {
    const releases = slots.map((slot) => watches.hold(slot));
    return () => releases.forEach((release) => release());
  }, [watches, slots]);
  return shown.flatMap((run, i) => {
    const answer = slots[i].answer.value;
    return answer ? [[run, answer] as const] : [];
  });
}

export function useFormerLosses(to: number, points: number): readonly (Losses & { readonly run: RunDescription })[] {
  const answers = useRunWatches((run) => ({ kind: 'losses', from: 0, to, points, run }));
  return answers.map(([run, answer]) => ({ ...readLosses(answer), run }));
}

export function useFormerMetrics(points: number): ReadonlyMap<number, Float32Array> {
  const answers = useRunWatches((run) => ({ kind: 'metricsHistory', points, run }));
  return new Map(answers.map(([{ id }, answer]) => [id, answer]));
}
