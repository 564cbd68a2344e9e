import { expect, test } from 'vitest';
import { finalLoss, lossRange, spreadRange, verdictOf } from '../../webview/panels/variantFigures.ts';

const spread = (median: number) => ({
  ...{ low: median - 1, quarter: median - 0.5, median, threeQuarters: median + 0.5, high: median + 1 },
  ...{ zeros: 0, notFinite: 0 },
});
const variant = (losses: readonly number[], medians: readonly number[]) => ({
  ...{ change: { compared: 'init', layer: null, value: 'zeros' } as const, current: false, losses },
  ...{ activations: medians.map(spread), gradients: medians.map(() => null) },
});

test('a variant is judged by its last losses, and by whether it broke down', () => {
  const falling = Array.from({ length: 20 }, (_, i) => (i < 10 ? 2 : 1));
  expect(finalLoss(falling)).toBe(1);
  expect(verdictOf(falling, 20)).toEqual({ kind: 'fine', loss: 1 });
  expect(verdictOf(falling, 100)).toEqual({ kind: 'waiting' });
  expect(verdictOf([1, 30, NaN], 100)).toEqual({ kind: 'broken', at: 3 });
  expect(finalLoss([1, Infinity])).toBe(Infinity);
  expect(verdictOf([1, 5, 5], 3).kind).toBe('grown');
});

test('a variant whose gradients vanish does not flatten all others', () => {
  const usual = Array.from({ length: 7 }, () => variant([1], [0, -3]));
  expect(spreadRange([variant([1], [-30]), ...usual])).toEqual([-6, 1]);
  expect(spreadRange([variant([1], [-30]), variant([1], [-20]), variant([1], [-25])])).toEqual([-16, -15]);
});

test('all variants share their axes, which a diverging one does not stretch', () => {
  const variants = [variant([1, 0.1], [0, -3]), variant([1, 1e20], [NaN])];
  expect(spreadRange(variants)).toEqual([-4, 1]);
  const [low, high] = lossRange(variants);
  expect(low).toBeCloseTo(-1, 6);
  expect(high).toBeCloseTo(0.4, 6);
});
