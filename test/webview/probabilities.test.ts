import { expect, test } from 'vitest';
import { probabilitiesOf } from '../../webview/panels/probabilities.ts';

const loss = (probabilities?: 'softmax' | 'sigmoid' | 'exp') => ({
  loss: { type: '', formula: '', reduction: 'mean', ...(probabilities && { probabilities }) },
});

test('logits become probabilities as the loss reads them', () => {
  expect(probabilitiesOf(loss(), [0.3])).toBeNull();
  expect(probabilitiesOf(loss('sigmoid'), [0, -800])).toEqual([0.5, 0]);
  expect(probabilitiesOf(loss('exp'), [0, Math.log(0.25)])![1]).toBeCloseTo(0.25);
  // Large logits don't overflow, and all of them sum to one.
  const shares = probabilitiesOf(loss('softmax'), [1000, 1000, 999])!;
  expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1);
  expect(shares[0] / shares[2]).toBeCloseTo(Math.E);
});
