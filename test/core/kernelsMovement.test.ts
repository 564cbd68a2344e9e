// Copies and the hash against the reference.
import { expect, it } from 'vitest';
import { numbers, Sandbox } from './kernelSandbox.ts';

const sandbox = new Sandbox();
const random = numbers(3);

it.each([0, 1, 3, 4, 5, 16, 31, 33, 100, 1000])('gathers rows of %i', (columns) => {
  sandbox.reset();
  const source = sandbox.place(random.array(20 * columns));
  const index = sandbox.placeIntegers(Array.from({ length: 50 }, () => random.below(20)));
  const out = sandbox.room(50 * columns);
  sandbox.run((kernels) => kernels.gatherRows(source, index, 50, columns, out));
  sandbox.expectSame(out, 50 * columns);
});

it.each([0, 1, 3, 4, 16, 17, 63, 64, 128, 129, 1000])('copies and fills %i elements or bytes', (n) => {
  sandbox.reset();
  const source = sandbox.place(random.array(n));
  const out = sandbox.room(n, 1);
  sandbox.run((kernels) => kernels.copy(source, n, out));
  sandbox.expectRest([]);
  sandbox.run((kernels) => kernels.fill(out, n, 0.1));
  sandbox.expectSame(out, n);
});

it('copies blocks of any length between any strides', () => {
  for (let run = 0; run < 200; run++) {
    sandbox.reset();
    const bytes = random.below(run % 2 ? 40 : 400);
    const blocks = random.below(9);
    const [from, to] = [bytes + random.below(20), bytes + random.below(20)];
    const source = sandbox.place(random.array(from * 3));
    const out = sandbox.room(to * 3);
    sandbox.run((kernels) => kernels.copyBlocks(source, from, bytes, blocks, out, to));
    sandbox.expectRest([]);
  }
});

it('hashes as FNV-1a does, every NaN alike', () => {
  sandbox.reset();
  const x = sandbox.place(random.array(1001));
  const bits = new Uint32Array(sandbox.module.memory.buffer, x, 1001);
  sandbox.run((kernels) => kernels.hash(x, 1001, 0x811c9dc5));
  sandbox.run((kernels) => kernels.hash(x, 0, 7));
  const hashes = [0x7fc00000, 0xffc00000, 0x7f800001, 0xffffffff].map((nan) => {
    bits[500] = nan;
    return sandbox.kernels.hash(x, 1001, 0x811c9dc5);
  });
  expect(new Set(hashes).size).toBe(1);
  bits[500] = 0x7f800000;
  expect(sandbox.kernels.hash(x, 1001, 0x811c9dc5)).not.toBe(hashes[0]);
  const first = sandbox.kernels.hash(x, 400, 0x811c9dc5);
  expect(sandbox.kernels.hash(x + 1600, 601, first)).toBe(sandbox.kernels.hash(x, 1001, 0x811c9dc5));
});

it('hashes one word as published', () => {
  sandbox.reset();
  // FNV-1a with one octet, "a": 0xe40c292c; the word 97 takes the same single round.
  expect(sandbox.kernels.hash(sandbox.placeIntegers([97]), 1, 0x811c9dc5)).toBe(0xe40c292c);
});
