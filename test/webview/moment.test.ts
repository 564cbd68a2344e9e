import { expect, test } from 'vitest';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { lossIsUnknown } from '../../webview/moment.ts';

test('a NaN is the loss’s own only once the loss has been computed', () => {
  const phases = ['data', 'forward', 'loss', 'backward'];
  const network = { instructions: phases.map((phase) => ({ phase })) } as unknown as NetworkDescription;
  const unknownAt = (tick: number, loss = NaN, firstTick = 0) => lossIsUnknown(network, { loss, tick, firstTick });
  expect([0, 1, 2, 3, 4].map((tick) => unknownAt(tick))).toEqual([true, true, true, false, false]);
  expect([8, 10, 11].map((tick) => unknownAt(tick, NaN, 8))).toEqual([true, true, false]);
  expect(unknownAt(1, 0.5)).toBe(false);
});
