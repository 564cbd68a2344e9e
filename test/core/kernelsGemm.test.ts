// gemm against the reference: all layouts, ragged sizes, sizes beyond its blocks; and that a row doesn't know its batch.
import { describe, expect, it } from 'vitest';
import { numbers, Sandbox } from './kernelSandbox.ts';

type Size = readonly [m: number, n: number, k: number];
interface Variant {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly bias: boolean;
  readonly accumulate: boolean;
}

const sandbox = new Sandbox();
const random = numbers(1);

function strides(rows: number, columns: number, transposed: boolean): readonly [number, number] {
  return transposed ? [1, rows] : [columns, 1];
}

function check([m, n, k]: Size, { transposeA, transposeB, bias, accumulate }: Variant, shift = 0): void {
  sandbox.reset();
  const a = sandbox.place(random.array(m * k), shift);
  const b = sandbox.place(random.array(k * n), shift);
  const c = sandbox.place(random.array(m * n), shift);
  const biasAt = bias ? sandbox.place(random.array(n), shift) : 0;
  sandbox.run((kernels) => {
    kernels.gemm(
      m,
      n,
      k,
      a,
      ...strides(m, k, transposeA),
      b,
      ...strides(k, n, transposeB),
      c,
      biasAt,
      accumulate ? 1 : 0,
    );
  });
  // Summing k terms of at most 1 in float32: half an ulp of the largest partial sum each, and far less as a rule.
  const name = `${m}×${n}×${k} ${transposeA ? 'Aᵀ' : 'A'}${transposeB ? 'Bᵀ' : 'B'}`;
  sandbox.expectSame(c, m * n, { absolute: (k + 2) * 2 ** -24 * Math.max(1, Math.sqrt(k)), relative: 2 ** -22 }, name);
}

const variants: Variant[] = [false, true].flatMap((transposeA) =>
  [false, true].flatMap((transposeB) =>
    [false, true].flatMap((bias) => [false, true].map((accumulate) => ({ transposeA, transposeB, bias, accumulate }))),
  ),
);

describe('gemm', () => {
  const small: Size[] = [0, 1, 3, 4, 5].flatMap((m) =>
    [0, 1, 4, 7, 8, 9, 17].flatMap((n) => [0, 1, 2, 5, 8].map((k): Size => [m, n, k])),
  );
  it.each(variants)('agrees with the reference on every small size: %o', (variant) => {
    for (const size of small) check(size, variant);
  });

  const large: Size[] = [
    [64, 128, 784],
    [5, 300, 700],
    [33, 1, 257],
    [1, 520, 256],
    [130, 12, 513],
    // Transposed and wide enough for A to be copied: two whole strips, a part of one, and three rows more.
    [43, 100, 270],
  ];
  it.each(large)('agrees beyond its blocks: %i×%i×%i', (...size) => {
    for (const variant of variants) check(size, variant);
  });

  it('agrees on random sizes that begin anywhere', () => {
    for (let run = 0; run < 200; run++) {
      const size: Size = [random.below(40), random.below(70), random.below(90)];
      check(size, variants[random.below(variants.length)], random.below(4));
    }
  });

  it('takes any strides', () => {
    sandbox.reset();
    const [m, n, k] = [6, 10, 5];
    const a = sandbox.place(random.array(m * 50));
    const b = sandbox.place(random.array(k * 90));
    const c = sandbox.room(m * n);
    sandbox.run((kernels) => kernels.gemm(m, n, k, a, 37, 3, b, 41, 2, c, 0, 0));
    sandbox.expectSame(c, m * n, { absolute: 1e-6 });
  });

  it('gives a row the same bits in every batch, at every place', () => {
    for (let run = 0; run < 60; run++) {
      const [rows, n, k] = [1 + random.below(70), 1 + random.below(40), 1 + random.below(run % 2 ? 40 : 600)];
      const transposeA = random.below(2) === 1;
      const transposeB = random.below(2) === 1;
      sandbox.reset();
      const a = sandbox.place(random.array(rows * k));
      const b = sandbox.place(random.array(k * n));
      const bias = sandbox.place(random.array(n));
      const c = sandbox.room(rows * n);
      const alone = sandbox.room(rows * n);
      const [aRow, aColumn] = strides(rows, k, transposeA);
      const [bRow, bColumn] = strides(k, n, transposeB);
      sandbox.kernels.gemm(rows, n, k, a, aRow, aColumn, b, bRow, bColumn, c, bias, 0);
      for (let i = 0; i < rows;) {
        const some = Math.min(1 + random.below(6), rows - i);
        sandbox.kernels.gemm(some, n, k, a + 4 * i * aRow, aRow, aColumn, b, bRow, bColumn, alone + 4 * i * n, bias, 0);
        i += some;
      }
      expect(sandbox.floats(alone, rows * n), `${rows}×${n}×${k}`).toEqual(sandbox.floats(c, rows * n));
    }
  });

  it('lets NaN and ∞ through', () => {
    sandbox.reset();
    const a = sandbox.place([1, NaN, 2, Infinity, 0, 1]);
    const b = sandbox.place([1, 2]);
    const c = sandbox.room(3);
    sandbox.run((kernels) => kernels.gemm(3, 1, 2, a, 2, 1, b, 1, 1, c, 0, 0));
    sandbox.expectSame(c, 3);
    expect([...sandbox.floats(c, 3)]).toEqual([NaN, Infinity, 2]);
  });
});
