// Elementwise formulas: the assembled code, run by the kernel and by the reference, against `evaluate` in float64.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as e from '../../src/core/elementwise.ts';
import { assemble } from '../../src/core/elementwise/assemble.ts';
import { evaluate } from '../../src/core/elementwise/evaluate.ts';
import { toText } from '../../src/core/elementwise/toText.ts';
import type { Tensor } from '../../src/core/tensor.ts';
import { numbers, Sandbox } from './kernelSandbox.ts';

const sandbox = new Sandbox();
const random = numbers(5);
const x = e.variable('x');
const y = e.variable('y');

function tensor(offset: number, n: number, name = 't'): Tensor {
  return { name, shape: [n], dtype: 'float32', offset };
}

/** Runs a formula in x and y over values of them, by kernel and reference alike. */
function run(formula: e.Expression, xs: ArrayLike<number>, ys: ArrayLike<number> = xs, tolerance = 0): Float32Array {
  sandbox.reset();
  const n = xs.length;
  const bound = e.substitute(formula, {
    x: e.load(tensor(sandbox.place(xs), n)),
    y: e.load(tensor(sandbox.place(ys), n)),
  });
  const out = sandbox.room(n);
  const code = sandbox.placeIntegers(assemble([{ to: tensor(out, n), value: bound }]));
  sandbox.run((kernels) => kernels.elementwise(code, n));
  sandbox.expectSame(out, n, { relative: tolerance, absolute: tolerance, padding: 12 }, toText(formula));
  return sandbox.floats(out, n);
}

const special = [0, -0, 1, -1, 2.5, -2.5, Infinity, -Infinity, NaN, 1e-45, 3.4e38];
const pairs = special.flatMap((a) => special.map((b) => [a, b] as const));

describe('operations', () => {
  const exact: readonly ((a: e.Operand) => e.Expression)[] = [
    e.negate,
    e.abs,
    e.sign,
    e.sqrt,
    e.reciprocal,
    e.floor,
    e.square,
  ];
  it.each(exact.map((build) => [build(x)] as const))('%j is that of IEEE 754', (formula) => {
    const results = run(formula, special);
    special.forEach((value, i) => {
      const expected = Math.fround(evaluate(formula, { x: Math.fround(value) }));
      expect(results[i] === expected || Object.is(results[i], expected), `${toText(formula)} at ${value}`).toBe(true);
    });
  });

  const binary = [e.add, e.subtract, e.multiply, e.divide, e.min, e.max, e.greater, e.greaterEqual, e.equal];
  it.each(binary.map((build) => [build(x, y)] as const))('%j is that of IEEE 754', (formula) => {
    const results = run(
      formula,
      pairs.map(([a]) => a),
      pairs.map(([, b]) => b),
    );
    pairs.forEach(([a, b], i) => {
      const expected = Math.fround(evaluate(formula, { x: Math.fround(a), y: Math.fround(b) }));
      expect(results[i], `${toText(formula)} at ${a}, ${b}`).toBe(expected);
    });
  });

  it('where takes NaN for not 0', () => {
    expect([...run(e.where(x, 1, 2), [0, -0, 1, NaN, -3])]).toEqual([2, 2, 1, 1, 1]);
    expect([...run(e.max(x, 0), [NaN, -1, 2])]).toEqual([NaN, 0, 2]);
  });
});

describe('assembled code', () => {
  it.each([0, 1, 3, 4, 5, 255, 256, 257, 1000, 1023])('runs over %i elements and touches only their padding', (n) => {
    run(e.add(e.multiply(x, 2), e.where(e.greater(y, 0), y, e.negate(x))), random.array(n), random.array(n));
  });

  it('reads a scalar from memory at each run', () => {
    sandbox.reset();
    const rates = sandbox.place([5, 0.5, 7]);
    const out = tensor(sandbox.place([1, 2, 3]), 3);
    const code = sandbox.placeIntegers(
      assemble([{ to: out, value: e.multiply(e.load(out), e.scalar(tensor(rates, 3), 1)) }]),
    );
    sandbox.kernels.elementwise(code, 3);
    expect([...sandbox.floats(out.offset, 3)]).toEqual([0.5, 1, 1.5]);
    sandbox.floats(rates, 3)[1] = 10;
    sandbox.kernels.elementwise(code, 3);
    expect([...sandbox.floats(out.offset, 3)]).toEqual([5, 10, 15]);
  });

  it('runs statements in order, each on what the ones before stored', () => {
    sandbox.reset();
    const n = 700;
    const [w, v, g] = [0, 1, 2].map(() => tensor(sandbox.place(random.array(n)), n));
    const assignments = [
      { to: v, value: e.add(e.multiply(0.9, e.load(v)), e.load(g)) },
      { to: w, value: e.subtract(e.load(w), e.multiply(0.1, e.load(v))) },
      { to: g, value: e.constant(0) },
    ];
    const code = sandbox.placeIntegers(assemble(assignments));
    const before = [w, v, g].map((t) => sandbox.floats(t.offset, n).slice());
    sandbox.run((kernels) => kernels.elementwise(code, n));
    sandbox.expectSame(w.offset, n);
    const { fround } = Math;
    for (let i = 0; i < n; i++) {
      const velocity = fround(fround(fround(0.9) * before[1][i]) + before[2][i]);
      expect(sandbox.floats(v.offset, n)[i]).toBe(velocity);
      expect(sandbox.floats(w.offset, n)[i]).toBe(fround(before[0][i] - fround(fround(0.1) * velocity)));
      expect(sandbox.floats(g.offset, n)[i]).toBe(0);
    }
  });

  it('computes a repeated part once', () => {
    const part = () => e.exp(e.load(tensor(64, 4)));
    const once = assemble([{ to: tensor(128, 4), value: e.negate(part()) }]);
    const twice = assemble([{ to: tensor(128, 4), value: e.divide(part(), e.negate(part())) }]);
    expect(twice.length - once.length).toBe(5);
  });

  it('needs few registers for a long formula', () => {
    let right: e.Expression = x;
    let left: e.Expression = x;
    for (let i = 0; i < 40; i++) {
      right = e.subtract(y, e.divide(right, 1.5));
      left = e.subtract(e.divide(left, 1.5), y);
    }
    run(e.add(left, right), random.array(300), random.array(300));
  });

  it('refuses a variable that is not bound', () => {
    expect(() => assemble([{ to: tensor(64, 1), value: x }])).toThrow('variable x');
  });

  const formula = fc.letrec<{ expression: e.Expression }>((tie) => {
    const inner = tie('expression');
    const unary = fc.constantFrom(e.negate, e.abs, e.sign, e.tanh, e.sigmoid, e.erf, e.square, e.floor);
    const binary = fc.constantFrom(e.add, e.subtract, e.multiply, e.min, e.max, e.greater, e.greaterEqual, e.equal);
    return {
      expression: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom(x, y, e.constant(0.5), e.constant(-2), e.constant(0)),
        fc.tuple(unary, inner).map(([build, a]) => build(a)),
        fc.tuple(binary, inner, inner).map(([build, a, b]) => build(a, b)),
        fc.tuple(inner, inner, inner).map(([condition, a, b]) => e.where(condition, a, b)),
      ),
    };
  }).expression;

  /** Formulas that are continuous, so that float32 stays near float64. */
  const smooth = fc.letrec<{ expression: e.Expression }>((tie) => {
    const inner = tie('expression');
    const unary = fc.constantFrom(e.negate, e.abs, e.tanh, e.sigmoid, e.erf);
    return {
      expression: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom(x, y, e.constant(0.5), e.constant(-1)),
        fc.tuple(unary, inner).map(([build, a]) => build(a)),
        fc.tuple(fc.constantFrom(e.add, e.subtract, e.min, e.max), inner, inner).map(([build, a, b]) => build(a, b)),
        fc.tuple(inner, inner).map(([a, b]) => e.multiply(e.tanh(a), e.sigmoid(b))),
      ),
    };
  }).expression;

  it('of any smooth formula gives what evaluate gives', () => {
    const xs = random.array(37);
    const ys = random.array(37);
    fc.assert(
      fc.property(smooth, (expression) => {
        const results = run(expression, xs, ys, 1e-4);
        results.forEach((result, i) => {
          const exact = evaluate(expression, { x: xs[i], y: ys[i] });
          expect(Math.abs(result - exact), toText(expression)).toBeLessThan(1e-4 * Math.max(1, Math.abs(exact)));
        });
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('of any formula of exact operations gives the reference’s bits', () => {
    const xs = random.array(261).map((value) => Math.round(4 * value) / 2);
    const ys = random.array(261).map((value) => Math.round(4 * value) / 2);
    const isExact = (text: string) => !/tanh|sigmoid|erf/.test(text);
    fc.assert(
      fc.property(
        formula.filter((expression) => isExact(toText(expression))),
        (expression) => {
          run(expression, xs, ys);
        },
      ),
      { numRuns: 300, seed: 2 },
    );
  });
});

describe('formulas as data', () => {
  it('are evaluated, and substituted into each other', () => {
    const silu = e.multiply(x, e.sigmoid(x));
    expect(evaluate(silu, { x: 1 })).toBeCloseTo(0.7310585786300049, 15);
    expect(evaluate(e.substitute(silu, { x: e.add(y, 1) }), { y: 0 })).toBeCloseTo(0.7310585786300049, 15);
    expect(evaluate(e.substitute(silu, { x: 0 }), {})).toBe(0);
    expect(() => evaluate(silu, { y: 1 })).toThrow('variable x');
    expect(e.substitute(silu, { toString: 1 })).toEqual(silu);
  });

  it('know erf', () => {
    // Abramowitz and Stegun, table 7.1.
    for (const [at, value] of [
      [0.5, 0.5204998778],
      [1, 0.8427007929],
      [2, 0.995322265],
      [3, 0.9999779095],
    ]) {
      expect(evaluate(e.erf(x), { x: at })).toBeCloseTo(value, 9);
      expect(evaluate(e.erf(x), { x: -at })).toBeCloseTo(-value, 9);
    }
  });

  it.each([
    [e.max(x, 0), 'max(x, 0)'],
    [e.reciprocal(e.add(1, e.exp(e.negate(x)))), '1 / (1 + exp(−x))'],
    [e.multiply(e.add(x, 1), e.subtract(x, e.subtract(y, -2))), '(x + 1)·(x − (y − −2))'],
    [e.where(e.greater(x, 0), x, e.multiply(0.01, x)), 'x > 0 ? x : 0.01·x'],
    [e.divide(x, e.add(1, e.abs(x))), 'x / (1 + |x|)'],
  ])('are written as people write them: %#', (expression, text) => {
    expect(toText(expression)).toBe(text);
  });
});
