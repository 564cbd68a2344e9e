// Sums, argmax and softmax against the reference, on random shapes and on the values that overflow.
import { describe, expect, it } from 'vitest';
import { numbers, Sandbox } from './kernelSandbox.ts';

const sandbox = new Sandbox();
const random = numbers(2);
const sizes = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 100, 255, 256, 257, 1000, 4099];
const shapes = [0, 1, 2, 5, 33].flatMap((rows) =>
  [1, 2, 3, 4, 5, 7, 8, 9, 10, 16, 23, 300].map((columns) => [rows, columns] as const),
);

describe('sum', () => {
  it.each(sizes)('is right to the last place over %i elements', (n) => {
    sandbox.reset();
    const x = sandbox.place(random.array(n), n % 4);
    const out = sandbox.room(1);
    sandbox.run((kernels) => kernels.sum(x, n, 1 / 3, out));
    sandbox.expectSame(out, 1, { relative: 2 ** -23, absolute: 1e-14 });
  });

  it('loses nothing over a million elements far from 0', () => {
    sandbox.reset();
    const n = 1_000_003;
    const x = sandbox.place(new Float32Array(n).fill(1000.1));
    const out = sandbox.room(1);
    sandbox.kernels.sum(x, n, 1 / n, out);
    expect(sandbox.floats(out, 1)[0]).toBe(Math.fround(1000.1));
  });
});

describe('columnSum', () => {
  it.each(shapes)('agrees on %i×%i', (rows, columns) => {
    for (const accumulate of [0, 1]) {
      sandbox.reset();
      const x = sandbox.place(random.array(rows * columns), columns % 4);
      const out = sandbox.place(random.array(columns), rows % 4);
      sandbox.run((kernels) => kernels.columnSum(x, rows, columns, out, accumulate));
      sandbox.expectSame(out, columns, { relative: 2 ** -23, absolute: 1e-14 });
    }
  });
});

describe('argmax', () => {
  it.each(shapes)('agrees on %i×%i', (rows, columns) => {
    sandbox.reset();
    // Few different values, so that there are equals.
    const x = sandbox.place(random.array(rows * columns).map((value) => Math.round(3 * value)));
    const out = sandbox.room(rows);
    sandbox.run((kernels) => kernels.argmax(x, rows, columns, out));
    sandbox.expectRest([]);
  });

  it('takes the first of equals, and a NaN before anything', () => {
    sandbox.reset();
    const rows = [
      [1, 3, 3],
      [-Infinity, -Infinity, -Infinity],
      [Infinity, NaN, 1],
    ];
    const x = sandbox.place(rows.flat());
    const out = sandbox.room(3);
    sandbox.run((kernels) => kernels.argmax(x, 3, 3, out));
    expect([...new Int32Array(sandbox.module.memory.buffer, out, 3)]).toEqual([1, 0, 1]);
  });
});

describe('softmax and its losses', () => {
  const tolerance = { relative: 2e-6, absolute: 1e-6 };

  it.each(shapes)('agree on %i×%i', (rows, columns) => {
    const n = rows * columns;
    const shift = columns % 4;
    sandbox.reset();
    const x = sandbox.place(
      random.array(n).map((value) => 8 * value),
      shift,
    );
    const dy = sandbox.place(random.array(n), shift);
    const y = sandbox.room(n, shift);
    const logY = sandbox.room(n, shift);
    const dx = sandbox.room(n, shift);

    sandbox.run((kernels) => kernels.softmax(x, rows, columns, y));
    sandbox.expectSame(y, n, { relative: 3e-6 }, 'softmax');
    sandbox.run((kernels) => kernels.softmaxBackward(y, dy, rows, columns, dx));
    sandbox.expectSame(dx, n, tolerance, 'softmaxBackward');
    sandbox.run((kernels) => kernels.logSoftmax(x, rows, columns, logY));
    sandbox.expectSame(logY, n, tolerance, 'logSoftmax');
    sandbox.run((kernels) => kernels.logSoftmaxBackward(logY, dy, rows, columns, dx));
    sandbox.expectSame(dx, n, { relative: 2e-6, absolute: 4e-6 }, 'logSoftmaxBackward');
  });

  it('sum to 1 and survive large numbers', () => {
    sandbox.reset();
    const x = sandbox.place([1e38, 1e38, -1e38, 3e4, 3e4 + 1, -3e4]);
    const y = sandbox.room(6);
    sandbox.kernels.softmax(x, 2, 3, y);
    const values = [...sandbox.floats(y, 6)];
    expect(values.slice(0, 3)).toEqual([0.5, 0.5, 0]);
    expect(values[3] + values[4] + values[5]).toBeCloseTo(1, 6);
  });

  it('are NaN where PyTorch has NaN, 0 at −∞', () => {
    const rows = [
      [1, Infinity, 2, 0, 0],
      [-Infinity, -Infinity, -Infinity, -Infinity, -Infinity],
      [0, NaN, 1, 2, 3],
      [0, -Infinity, 0, -Infinity, -Infinity],
    ];
    sandbox.reset();
    const x = sandbox.place(rows.flat());
    const y = sandbox.room(20);
    sandbox.run((kernels) => kernels.softmax(x, 4, 5, y));
    const values = Array.from({ length: 4 }, (_, i) => [...sandbox.floats(y + 20 * i, 5)]);
    const nan = new Array<number>(5).fill(NaN);
    expect(values).toEqual([nan, nan, nan, [0.5, 0, 0.5, 0, 0]]);
    sandbox.run((kernels) => kernels.logSoftmax(x, 4, 5, y));
    sandbox.expectSame(y, 20, { relative: 1e-6 });
  });

  it('give a row the same bits whatever stands around it', () => {
    sandbox.reset();
    const x = sandbox.place(random.array(7 * 13));
    const y = sandbox.room(7 * 13);
    const alone = sandbox.room(13);
    sandbox.kernels.softmax(x, 7, 13, y);
    for (let i = 0; i < 7; i++) {
      sandbox.kernels.softmax(x + 4 * 13 * i, 1, 13, alone);
      expect(sandbox.floats(alone, 13)).toEqual(sandbox.floats(y + 4 * 13 * i, 13));
    }
  });
});
