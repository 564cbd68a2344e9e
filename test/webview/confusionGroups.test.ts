import { expect, test } from 'vitest';
import { groupClasses, mostConfused } from '../../webview/panels/confusionGroups.ts';

// Rows are true classes: 0 is frequent, 1 rare, 2 is often taken for 0, 3 never occurs.
const counts = [50, 0, 3, 0, 1, 2, 0, 0, 9, 0, 30, 0, 0, 0, 0, 0];

test('a matrix that fits is shown as it is', () => {
  expect(groupClasses(4, counts, 4)).toEqual({ shown: [0, 1, 2, 3], counts });
});

test('what does not fit stands together, and no sample is lost', () => {
  const { shown, counts: grouped } = groupClasses(4, counts, 3);
  expect(shown).toEqual([0, 2, null]);
  expect(grouped).toEqual([50, 3, 0, 9, 30, 0, 1, 0, 2]);
});

test('pairs are told by how often they are confused, with their part of the true class', () => {
  expect(mostConfused(4, counts, 2)).toEqual([
    { truth: 2, said: 0, count: 9, share: 9 / 39 },
    { truth: 0, said: 2, count: 3, share: 3 / 53 },
  ]);
  expect(mostConfused(2, [5, 0, 0, 5], 9)).toEqual([]);
});
