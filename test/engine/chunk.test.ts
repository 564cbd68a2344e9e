import { expect, test } from 'vitest';
import { Chunk } from '../../src/engine/chunk.ts';

test('grows while chunks are used up quickly, and shrinks at once to what fits', () => {
  const chunk = new Chunk();
  for (let i = 0; i < 5; i++) chunk.learn(chunk.ticks, 1);
  expect(chunk.ticks).toBe(32);
  chunk.learn(32, 6);
  expect(chunk.ticks).toBe(32);
  chunk.learn(32, 64);
  expect(chunk.ticks).toBe(4);
  chunk.learn(4, 1e6);
  expect(chunk.ticks).toBe(1);
  for (let i = 0; i < 10; i++) chunk.learn(chunk.ticks, 1);
  chunk.learn(20, 80);
  expect(chunk.ticks).toBe(2);
});

test('short steps, however many, do not make the first slice of a run endless', () => {
  const chunk = new Chunk();
  for (let i = 0; i < 100; i++) chunk.learn(18, 1);
  expect(chunk.ticks).toBeLessThanOrEqual(32);
});
