// How a component asks for what it shows: it holds a watch while it is mounted and renders when the answer changes.
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Watch } from '../src/protocol/watch.ts';
import { batchName } from './chosenSample.ts';
import { useStore } from './context.ts';

const subjectOf = (watch: Watch): string =>
  [
    watch.kind,
    'tensor' in watch ? batchName(watch.tensor) : '',
    'at' in watch ? String(watch.at) : '',
    'part' in watch ? watch.part : '',
  ].join(' ');

/** The newest answer to a watch, or null when there is none (yet). */
export const useWatch = (watch: Watch | null): Float32Array | null => useAnswer(watch).answer;

/**
 * The same, and whether it still waits for its first. While a changed watch of the same subject does, the answer before
 * is shown, so that nothing flickers.
 */
export function useAnswer(watch: Watch | null): { readonly answer: Float32Array | null; readonly waits: boolean } {
  const { watches } = useStore();
  const key = watch ? JSON.stringify(watch) : '';
  const slot = useMemo(() => (watch ? watches.slot(watch) : null), [watches, key]);
  useLayoutEffect(() => (slot ? watches.hold(slot) : undefined), [watches, slot]);
  const before = useRef<{ subject: string; answer: Float32Array | null }>({ subject: '', answer: null });
  if (!watch || !slot) return { answer: null, waits: false };
  const answer = slot.answer.value;
  const subject = subjectOf(watch);
  if (answer !== undefined) before.current = { subject, answer };
  else if (before.current.subject !== subject) before.current = { subject, answer: null };
  return { answer: before.current.answer, waits: answer === undefined };
}
