// What answers are remembered by, and text as an answer.
import type { Rerun, Watch } from './watch.ts';

export function measurementKey(watch: Rerun): string {
  return watch.kind === 'metrics' ? watch.kind : JSON.stringify(watch);
}

/** Text in the bytes of floats, filled up with spaces. No UTF-8 is a NaN, whose bits might not last. */
export function packText(text: string): Float32Array {
  const bytes = new TextEncoder().encode(text);
  const packed = new Uint8Array(Math.ceil(bytes.length / 4) * 4).fill(32);
  packed.set(bytes);
  return new Float32Array(packed.buffer);
}

/** JSON has no NaN and no ∞: they are told by name. */
export const nonFinite = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? `#${value}` : value;

export function initialKey(watch: Extract<Watch, { kind: 'histogram' | 'logHistogram' }>): string {
  return `${watch.kind} ${watch.tensor} ${watch.bins} ${watch.range?.join(' ') ?? ''}`;
}
