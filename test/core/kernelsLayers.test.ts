// Norms, recurrent steps, attention, look-ups and dropout against the reference on random shapes, 0 and 1 among them.
import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../src/core/kernels/kernels.ts';
import { numbers, Sandbox } from './kernelSandbox.ts';

const sandbox = new Sandbox();
const random = numbers(23);

type Room = readonly [offset: number, n: number];
const place = (n: number): Room => [sandbox.place(random.array(n), random.below(4)), n];
const room = (n: number): Room => [sandbox.room(n, random.below(4)), n];

/** The same call on both; the given results are near each other, everything else is equal. */
function same(what: string, results: readonly Room[], call: (kernels: Kernels) => void, absolute = 2e-6) {
  sandbox.run(call);
  for (const [out, n] of results) {
    const [actual, expected] = [sandbox.floats(out, n), sandbox.expectedFloats(out, n)];
    const largest = expected.reduce(
      (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
      1,
    );
    const worst = actual.findIndex(
      (value, i) => !Object.is(value, expected[i]) && !(Math.abs(value - expected[i]) <= absolute * largest),
    );
    expect(worst, `${what}: [${worst}] is ${actual[worst]}, not ${expected[worst]}`).toBe(-1);
  }
  sandbox.expectRest(
    results.map(([out, n]) => [out, 4 * n]),
    what,
  );
}

it('batch normalisation', () => {
  for (let run = 0; run < 60; run++) {
    sandbox.reset();
    const [batch, channels, positions] = [1 + random.below(5), random.below(6), 1 + random.below(run % 2 ? 3 : 30)];
    const n = batch * channels * positions;
    const what = `${batch} ${channels} ${positions}`;
    const [[x], [dy]] = [place(n), place(n)];
    const [weight, bias] = run % 3 ? [place(channels)[0], place(channels)[0]] : [0, 0];
    const [mean, variance, invStd, sums, products] = [
      room(channels),
      room(channels),
      room(channels),
      room(channels),
      room(channels),
    ];
    const [y, dx] = [room(n), room(n)];
    same(what, [sums], (k) => k.channelSum(x, batch, channels, positions, sums[0]));
    same(what, [mean, variance, invStd], (k) => {
      k.channelMoments(x, batch, channels, positions, 1e-2, mean[0], variance[0], invStd[0]);
    });
    const norm = [mean[0], invStd[0]] as const;
    same(what, [y], (k) => k.channelNormalize(x, batch, channels, positions, ...norm, weight, bias, y[0]));
    same(what, [sums, products], (k) => {
      k.channelGradients(x, dy, batch, channels, positions, ...norm, sums[0], products[0]);
    });
    same(what, [dx], (k) => {
      k.batchNormBackward(x, dy, batch, channels, positions, ...norm, weight, sums[0], products[0], dx[0]);
    });
    const tracked = sandbox.placeIntegers([run]);
    const [runningMean, runningVar] = [place(channels), place(channels)];
    const momentum = run % 2 ? -1 : 0.1;
    same(what, [runningMean, runningVar], (k) => {
      const count = batch * positions;
      k.updateRunning(mean[0], variance[0], channels, count, momentum, tracked, runningMean[0], runningVar[0]);
    });
  }
});

it('layer normalisation', () => {
  for (let run = 0; run < 60; run++) {
    sandbox.reset();
    const [rows, columns] = [random.below(6), 1 + random.below(run % 2 ? 5 : 40)];
    const what = `${rows} ${columns}`;
    const [[x], [dy]] = [place(rows * columns), place(rows * columns)];
    const [weight, bias] = run % 3 ? [place(columns)[0], place(columns)[0]] : [0, 0];
    const [mean, invStd, dweight] = [room(rows), room(rows), room(columns)];
    const [y, dx] = [room(rows * columns), room(rows * columns)];
    same(what, [y, mean, invStd], (k) => {
      k.layerNorm(x, rows, columns, 1e-2, weight, bias, y[0], mean[0], invStd[0]);
    });
    same(what, [dx], (k) => k.layerNormBackward(x, dy, rows, columns, mean[0], invStd[0], weight, dx[0]));
    same(what, [dweight], (k) => k.layerNormWeightGradient(x, dy, rows, columns, mean[0], invStd[0], dweight[0]));
  }
});

describe('recurrent steps', () => {
  it.each([1, 2, 3, 4, 5, 8, 11])('of size %i', (size) => {
    for (const rows of [0, 1, 3]) {
      for (const first of [true, false]) {
        sandbox.reset();
        const stride = size * (1 + random.below(2));
        const wide = (gates: number) => place(rows * gates * size)[0];
        const [fromInput, fromHidden, dh] = [wide(4), wide(4), place(rows * stride + stride)[0]];
        const hBefore = first ? 0 : place(rows * stride + stride)[0];
        const cBefore = first ? 0 : wide(1);
        const next = first ? 0 : wide(1);
        const h = place(rows * stride + stride);
        const [gates, dz, dz2] = [room(rows * 4 * size), room(rows * 4 * size), room(rows * 4 * size)];
        const [c, dBefore, dc] = [room(rows * size), room(rows * size), place(rows * size)];
        const what = `${rows} rows, stride ${stride}, ${first ? 'first' : 'later'}`;
        for (const relu of [0, 1]) {
          same(what, [h], (k) => k.rnnStep(fromInput, fromHidden, rows, size, relu, h[0], stride));
          same(what, [dz], (k) => k.rnnStepBackward(h[0], dh, stride, next, rows, size, relu, dz[0]));
        }
        same(what, [gates, c, h], (k) => {
          k.lstmStep(fromInput, fromHidden, cBefore, rows, size, gates[0], c[0], h[0], stride);
        });
        same(what, [dz, dc], (k) => {
          k.lstmStepBackward(gates[0], cBefore, c[0], dh, stride, next, dc[0], rows, size, dz[0]);
        });
        same(what, [gates, h], (k) => {
          k.gruStep(fromInput, fromHidden, hBefore, rows, size, gates[0], h[0], stride);
        });
        same(what, [dz, dz2, dBefore], (k) => {
          const grads = [dz[0], dz2[0], dBefore[0]] as const;
          k.gruStepBackward(gates[0], fromHidden, hBefore, dh, stride, next, rows, size, ...grads);
        });
      }
    }
  });
});

it('many small products, and scores', () => {
  for (let run = 0; run < 60; run++) {
    sandbox.reset();
    const [outer, inner, m, n, k] = [
      random.below(3),
      1 + random.below(3),
      random.below(7),
      1 + random.below(9),
      random.below(9),
    ];
    const [a, b] = [place(outer * inner * m * k + 1)[0], place(outer * inner * k * n + 1)[0]];
    const c = room(outer * inner * m * n);
    same(`${outer} ${inner} ${m} ${n} ${k}`, [c], (kernels) => {
      const first = [a, inner * m * k, m * k, k, 1] as const;
      const second = [b, inner * k * n, k * n, run % 2 ? n : 1, run % 2 ? 1 : k] as const;
      kernels.gemmBatched(outer, inner, m, n, k, ...first, ...second, c[0]);
    });
    const length = 1 + random.below(9);
    const scores = place(outer * length * length);
    same(`scores ${length}`, [scores], (kernels) => kernels.scaleScores(scores[0], outer, length, 0.3, run % 2), 0);
  }
});

it('look-ups, where a number that names no row gives NaN and no gradient', () => {
  for (const columns of [1, 3, 4, 5, 17]) {
    sandbox.reset();
    const indices = [0, 4, 2, 2, -1, 5, 1.5, NaN, -0, 3e9, Infinity, 1];
    const [x, n] = [sandbox.place(indices), indices.length];
    const [weight] = place(5 * columns);
    const [dy] = place(n * columns);
    const [y, dweight] = [room(n * columns), room(5 * columns)];
    same('look up', [y], (k) => k.embedding(x, n, weight, 5, columns, y[0]), 0);
    same('gradient', [dweight], (k) => k.embeddingBackward(x, dy, n, 5, columns, dweight[0]));
    const bad = indices.map((_, i) => Number.isNaN(sandbox.floats(y[0], n * columns)[i * columns]));
    expect(bad).toEqual([false, false, false, false, true, true, true, true, false, true, true, false]);
  }
});

it('strided copies, repeated sums, PReLU', () => {
  for (let run = 0; run < 60; run++) {
    sandbox.reset();
    const [a, b, c, d] = [random.below(4), 1 + random.below(4), 1 + random.below(4), 1 + random.below(9)];
    const n = a * b * c * d;
    const [x] = place(n);
    const y = room(n);
    same('copy', [y], (k) => k.copyStrided(x, a, b, c, d, b * c * d, c * d, d, 1, y[0], 1, a, a * b, a * b * c), 0);
    same('copy', [y], (k) => k.copyStrided(x, a, c, b, d, b * c * d, d, c * d, 1, y[0], b * c * d, b * d, d, 1), 0);
    const [added] = place(b * c * d);
    same('repeated', [y], (k) => k.addRepeated(x, added, b * c * d, a, y[0]), 0);
    const [dy] = place(n);
    const [weight] = place(b);
    const dweight = room(b);
    same('prelu', [y], (k) => k.prelu(x, a, b, c * d, weight, y[0]), 0);
    same('prelu', [y], (k) => k.preluBackward(x, dy, a, b, c * d, weight, y[0]), 0);
    same('prelu', [dweight], (k) => k.preluWeightGradient(x, dy, a, b, c * d, dweight[0]));
  }
});

describe('dropout', () => {
  const masks = (n: number, p: number, seed: number, layer: number, iteration: number) => {
    sandbox.reset();
    const at = sandbox.placeIntegers([iteration]);
    const mask = room(n);
    same('mask', [mask], (k) => k.dropoutMask(n, p, seed, layer, at, mask[0]), 0);
    return sandbox.floats(mask[0], n).slice();
  };

  it.each([0, 1, 2, 3, 4, 5, 1001])('draws %i', (n) => {
    for (const p of [0, 0.3, 0.5, 1]) masks(n, p, 7, 1, 3);
    expect(masks(n, 0, 1, 2, 3).every((x) => x === 1)).toBe(true);
    expect(masks(n, 1, 1, 2, 3).every((x) => x === 0)).toBe(true);
  });

  it('drops nothing of the first layer under seed 0 that another seed would keep', () => {
    const dropped = Array.from({ length: 200 }, (_, iteration) => masks(200, 1e-9, 0, 0, iteration)).filter((mask) =>
      mask.includes(0),
    );
    expect(dropped).toHaveLength(0);
    // Nor is place a in iteration b the same draw as place b in iteration a.
    const drawn = Array.from({ length: 200 }, (_, iteration) => masks(200, 0.5, 0, 0, iteration));
    let equal = 0;
    drawn.forEach((mask, i) => {
      for (let j = 0; j < i; j++) equal += mask[j] === drawn[j][i] ? 1 : 0;
    });
    const pairs = (200 * 199) / 2;
    expect(Math.abs(equal - pairs / 2)).toBeLessThan(5 * Math.sqrt(pairs / 4));
  });

  it('keeps 1 − p of the numbers, scaled so that the mean stays, independently of neighbours and of each other', () => {
    const n = 100_000;
    for (const p of [0.1, 0.5, 0.9]) {
      const mask = masks(n, p, 42, 3, 17);
      const kept = mask.filter((x) => x > 0).length;
      const sigma = Math.sqrt(n * p * (1 - p));
      expect(Math.abs(kept - n * (1 - p))).toBeLessThan(4 * sigma);
      expect(new Set(mask)).toEqual(new Set([0, Math.fround(1 / (1 - p))]));
      const both = (other: Float32Array, shift: number) => {
        return mask.reduce((count, x, i) => count + (x > 0 && other[(i + shift) % n] > 0 ? 1 : 0), 0);
      };
      const expected = n * (1 - p) ** 2;
      const others = [masks(n, p, 43, 3, 17), masks(n, p, 42, 4, 17), masks(n, p, 42, 3, 18)];
      const counts = [
        ...[1, 2, 3, 4, 8, 64, 784].map((shift) => both(mask, shift)),
        ...others.map((one) => both(one, 0)),
      ];
      for (const count of counts) expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });
});
