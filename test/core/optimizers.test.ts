// Optimizers against a plain float64 rendering of their papers' formulas, and what their options allow.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { OptimizerType } from '../../src/core/optimizers/optimizer.ts';
import { Figures } from '../../src/core/figures.ts';
import { optimizers, optimizerType } from '../../src/core/optimizers/optimizers.ts';
import { raise } from '../../src/core/power.ts';
import { relativeError } from './runner.ts';
import { runOptimizer } from './runOptimizer.ts';

const table: Record<string, OptimizerType> = optimizers;
const parsed = (type: string, given: object) => z.parse(optimizerType(type)!.options, given);
const pytorch = (type: string, given: object) => optimizerType(type)!.pytorch(parsed(type, given));

describe('power', () => {
  const power = (base: number, exponent: number) => {
    const cells = new Float64Array([base, 1]);
    raise(cells, exponent);
    return cells[0];
  };

  it('is base^n within a few ulps', () => {
    const base = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(base, fc.nat(100_000), (b, n) => {
        const exact = b ** n;
        expect(Math.abs(power(b, n) - exact)).toBeLessThanOrEqual(exact * 1e-11 + 1e-300);
      }),
    );
    expect([power(0.9, 0), power(0.9, 1), power(0, 3), power(2, 10)]).toEqual([1, 0.9, 0, 1024]);
  });
});

describe('minimising ½·w² from 1', () => {
  // The gradient is the parameter itself, so steps depend on the steps before.
  const path = (type: string, given: object, steps: number) => {
    const options = parsed(type, given);
    const seen: number[] = [];
    let grads = [1];
    for (let n = 1; n <= steps; n++) {
      const taken = grads.map((grad) => ({ lr: options.lr, grad: [grad] }));
      seen.push(runOptimizer(optimizerType(type)!, options, { shape: [1], values: [1] }, taken)[n - 1].parameter[0]);
      grads = [1, ...seen];
    }
    return seen;
  };

  it('SGD is geometric', () => {
    expect(relativeError(path('SGD', { lr: 0.1 }, 5), [0.9, 0.81, 0.729, 0.6561, 0.59049])).toBeLessThan(1e-6);
  });

  it('momentum carries on, undamped at first', () => {
    const expected: number[] = [];
    let [w, v] = [1, 0];
    for (let step = 1; step <= 6; step++) {
      v = step === 1 ? w : 0.9 * v + 0.7 * w;
      w -= 0.1 * v;
      expected.push(w);
    }
    expect(relativeError(path('SGD', { lr: 0.1, momentum: 0.9, dampening: 0.3 }, 6), expected)).toBeLessThan(1e-6);
  });

  it("Adam's first step is lr, whatever the gradient", () => {
    for (const grad of [1e-3, 1, 1e3]) {
      const options = parsed('Adam', { lr: 0.1 });
      const [{ parameter }] = runOptimizer(optimizerType('Adam')!, options, { shape: [1], values: [1] }, [
        { lr: 0.1, grad: [grad] },
      ]);
      expect(parameter[0]).toBeCloseTo(0.9, 5);
    }
  });

  it.each(Object.keys(table))('%s descends, and climbs with maximize', (type) => {
    // Adadelta finds its own, very short steps first.
    const lr = type === 'Adadelta' ? 10 : 0.05;
    expect(path(type, { lr }, 5).at(-1)).toBeLessThan(0.95);
    if (!z.safeParse(optimizerType(type)!.options, { lr, maximize: true }).success) return;
    expect(path(type, { lr, maximize: true }, 5).at(-1)).toBeGreaterThan(1.05);
  });
});

describe('every optimizer', () => {
  it.each(Object.entries(table))(
    '%s stands under its type, says its options and as many scalars as it names',
    (key, type) => {
      expect(type.type).toBe(key);
      const options = parsed(key, { lr: 0.1 });
      const written = new Float32Array(type.scalars.length + 2).fill(7);
      type.writeScalars(options, new Figures(0.1), 1, written, 1);
      expect([written[0], written[type.scalars.length + 1]]).toEqual([7, 7]);
      expect([...written.subarray(1, -1)].every((value) => Number.isFinite(value))).toBe(true);
      expect(type.formula(options)).toContain('w ←');
      const { properties = {} } = z.toJSONSchema(type.options, { io: 'input' });
      for (const property of Object.values(properties)) expect(property).toHaveProperty('description');
    },
  );

  it('keeps the state that its options need', () => {
    const state = (type: string, given: object) => optimizerType(type)!.state(parsed(type, given));
    expect(state('SGD', { lr: 0.1 })).toEqual([]);
    expect(state('SGD', { lr: 0.1, momentum: 0.9 })).toEqual(['momentum_buffer']);
    expect(state('Adam', { amsgrad: true })).toEqual(['exp_avg', 'exp_avg_sq', 'max_exp_avg_sq']);
    expect(state('RMSprop', { centered: true, momentum: 0.1 })).toEqual(['square_avg', 'grad_avg', 'momentum_buffer']);
  });

  it('refuses what PyTorch refuses', () => {
    const issues = (type: string, given: object) =>
      z.safeParse(optimizerType(type)!.options, given).error?.issues ?? [];
    expect(issues('SGD', {})).toHaveLength(1);
    expect(issues('SGD', { lr: -1 })).toHaveLength(1);
    expect(issues('SGD', { lr: 0.1, nesterov: true })).toMatchObject([{ path: ['nesterov'] }]);
    expect(issues('SGD', { lr: 0.1, nesterov: true, momentum: 0.9, dampening: 0.1 })[0].message).toContain(
      'dampening 0',
    );
    expect(issues('SGD', { lr: 0.1, nesterov: true, momentum: 0.9 })).toEqual([]);
    expect(issues('Adam', { betas: [0.9, 1] })).toHaveLength(1);
    expect(issues('Adam', { betas: [0.9] })).toHaveLength(1);
    expect(optimizerType('sgd')).toBeUndefined();
  });

  it('is spelled as in PyTorch', () => {
    expect(pytorch('SGD', { lr: 0.1 })).toBe('torch.optim.SGD(model.parameters(), lr=0.1)');
    expect(pytorch('SGD', { lr: 0.1, momentum: 0.9, nesterov: true })).toBe(
      'torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, nesterov=True)',
    );
    expect(pytorch('Adam', { betas: [0.8, 0.99] })).toBe('torch.optim.Adam(model.parameters(), betas=(0.8, 0.99))');
    expect(pytorch('Adam', { eps: 1e-7 })).toBe('torch.optim.Adam(model.parameters(), eps=1e-7)');
  });
});
