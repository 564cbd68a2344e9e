// The kernels of losses over classes, and of the gradients' norm, against the reference, on random shapes.
import { describe, expect, it } from 'vitest';
import { numbers, Sandbox } from './kernelSandbox.ts';

const sandbox = new Sandbox();
const random = numbers(5);

describe('losses over classes', () => {
  const shapes = [
    ...[[0, 3] as const, [1, 1] as const, [1, 4] as const, [3, 2] as const],
    ...Array.from({ length: 12 }, () => [1 + random.below(20), 1 + random.below(30)] as const),
  ];

  it.each(shapes.flatMap(([rows, columns]) => [0, 0.1, 1].map((smoothing) => [rows, columns, smoothing] as const)))(
    '%i rows, %i classes, smoothing %f',
    (rows, columns, smoothing) => {
      for (const weighted of [false, true]) {
        sandbox.reset();
        const n = rows * columns;
        const x = sandbox.place(random.array(n).map((value) => 8 * value));
        const logits = sandbox.room(n);
        sandbox.kernels.logSoftmax(x, rows, columns, logits);
        // Every third target or so is left out.
        const ignore = -100;
        const classes = Array.from({ length: rows }, () => (random.below(3) === 0 ? ignore : random.below(columns)));
        const target = sandbox.placeIntegers(classes);
        const weight = weighted ? sandbox.place(random.array(columns).map(Math.abs)) : 0;
        const divisor = sandbox.room(1);
        const terms = sandbox.room(rows);
        const dx = sandbox.room(n);
        const loss = sandbox.room(1);

        sandbox.run((kernels) => kernels.nll(logits, target, rows, columns, weight, ignore, smoothing, terms, divisor));
        sandbox.expectSame(terms, rows, { relative: 1e-6, absolute: 1e-7, padding: 64 }, 'nll');
        const counted = classes.filter((y) => y !== ignore);
        if (!weighted) expect(sandbox.floats(divisor, 1)[0]).toBe(counted.length);
        if (counted.length === 0) continue;
        sandbox.run((kernels) => kernels.dividedSum(terms, rows, divisor, loss));
        sandbox.expectSame(loss, 1, { relative: 1e-6 }, 'dividedSum');
        for (const by of [0, divisor]) {
          sandbox.run((kernels) => kernels.nllBackward(target, rows, columns, weight, ignore, by, dx));
          sandbox.expectSame(dx, n, { relative: 1e-6 }, 'nllBackward');
          sandbox.run((kernels) =>
            kernels.crossEntropyBackward(logits, target, rows, columns, weight, ignore, smoothing, by, dx),
          );
          sandbox.expectSame(dx, n, { relative: 3e-6, absolute: 5e-7 }, 'crossEntropyBackward');
        }
      }
    },
  );
});

describe('norm', () => {
  it.each([0, 1, 3, 4, 5, 8, 31, 1000])('of %i numbers', (n) => {
    sandbox.reset();
    const x = sandbox.place(random.array(n), 1);
    const out = sandbox.room(1);
    sandbox.run((kernels) => kernels.norm(x, n, out));
    sandbox.expectSame(out, 1, { relative: 1e-7 }, 'norm');
  });

  it('neither overflows nor vanishes', () => {
    sandbox.reset();
    const out = sandbox.room(1);
    sandbox.kernels.norm(sandbox.place([3e30, 4e30]), 2, out);
    expect(sandbox.floats(out, 1)[0] / 5e30).toBeCloseTo(1, 6);
    sandbox.kernels.norm(sandbox.place([3e-30, 4e-30]), 2, out);
    expect(sandbox.floats(out, 1)[0] / 5e-30).toBeCloseTo(1, 6);
  });
});
