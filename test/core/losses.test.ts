// Every loss's gradient against numerical ones; clamps, reductions, spelling.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { LossType } from '../../src/core/losses/loss.ts';
import { losses, lossType } from '../../src/core/losses/losses.ts';
import { type Shape, sizeOf } from '../../src/core/shape.ts';
import { formatText } from '../../src/core/text.ts';
import { relativeError, runLoss } from './runner.ts';

const table: Record<string, LossType> = losses;
const shapes: readonly Shape[] = [
  [1, 2],
  [4, 3],
  [2, 3, 4],
];
const cases: readonly [type: string, options: object][] = [
  ...Object.keys(losses).map((type): [string, object] => [type, {}]),
  ['HuberLoss', { delta: 0.5 }],
  ['SmoothL1Loss', { beta: 0.5 }],
  ['BCEWithLogitsLoss', { pos_weight: 3 }],
  ['BCELoss', { weight: 0.4 }],
];

/** Inputs a step away from the kinks that a target of 0, or any of ±½ and ±1 around it, makes. */
const outputs = fc.integer({ min: -8, max: 8 }).map((n) => n / 4 + 0.125);

describe('gradients against central differences', () => {
  it.each(
    cases.flatMap(([type, options]) => ['mean', 'sum'].map((reduction) => [type, { ...options, reduction }] as const)),
  )('%s %j', (name, given) => {
    const type = lossType(name)!;
    const options = z.parse(type.options, given);
    const property = fc.property(
      fc.constantFrom(...shapes).chain((shape) => {
        const size = sizeOf(shape);
        const probability = fc.integer({ min: 8, max: 56 }).map((n) => n / 64);
        const output = name === 'BCELoss' ? probability : outputs;
        const classes = shape[shape.length - 1];
        const target = type.target === 'classes' ? fc.nat(classes - 1) : fc.constantFrom(0, 1);
        const targetShape = type.target === 'classes' ? shape.slice(0, -1) : shape;
        const many = (of: fc.Arbitrary<number>, n: number) => fc.array(of, { minLength: n, maxLength: n });
        return fc.record({
          input: many(output, size).map((values) => ({ shape, values })),
          target: many(target, sizeOf(targetShape)).map((values) => ({ shape: targetShape, values })),
        });
      }),
      ({ input, target }) => {
        const { inputGrad } = runLoss(type, options, input, target);
        const h = 2 ** -7;
        const numerical = input.values.map((_, at) => {
          const moved = (by: number) => {
            const values = input.values.map((value, i) => (i === at ? value + by : value));
            return runLoss(type, options, { ...input, values }, target).loss;
          };
          return (moved(h) - moved(-h)) / (2 * h);
        });
        expect(relativeError(inputGrad, numerical)).toBeLessThan(5e-3);
      },
    );
    fc.assert(property, { numRuns: 5, seed: 1 });
  });
});

describe('every loss', () => {
  it.each(Object.entries(table))('%s: the sum is n times the mean, terms are per element or row', (key, type) => {
    expect(type.type).toBe(key);
    const input = { shape: [2, 2], values: [0.2, 0.7, 0.4, 0.9] };
    const target = type.target === 'classes' ? { shape: [2], values: [1, 0] } : { shape: [2, 2], values: [1, 0, 1, 0] };
    const of = (reduction: string) => runLoss(type, z.parse(type.options, { reduction }), input, target);
    const n = sizeOf(target.shape);
    expect(of('sum').loss).toBeCloseTo(n * of('mean').loss, 6);
    const { forward, backward } = of('mean');
    const terms = forward.flatMap(({ writes }) => writes).find(({ name }) => name === 'terms');
    expect(terms?.shape).toEqual(target.shape);
    expect(forward.map(({ name }) => name)).toContain('mean');
    expect(backward).toHaveLength(1);
  });

  it.each(Object.entries(table))("%s refuses reduction 'none'", (_, type) => {
    expect(z.safeParse(type.options, { reduction: 'none' }).success).toBe(false);
    const { properties = {} } = z.toJSONSchema(type.options, { io: 'input' });
    for (const property of Object.values(properties)) expect(property).toHaveProperty('description');
  });

  it('needs a class dimension where it is over classes', () => {
    const said = (name: string, shape: Shape) => {
      const type = lossType(name)!;
      return type.check(z.parse(type.options, {}), shape);
    };
    expect(formatText(said('CrossEntropyLoss', [])!)).toContain('one output for each class');
    expect(said('CrossEntropyLoss', [3])).toBeNull();
    expect(said('NLLLoss', [5, 3])).toBeNull();
    expect(said('MSELoss', [])).toBeNull();
  });

  it('is spelled as in PyTorch', () => {
    const spelled = (name: string, given: object) => {
      const type = lossType(name)!;
      return type.pytorch(z.parse(type.options, given));
    };
    expect(spelled('BCELoss', {})).toBe('nn.BCELoss()');
    expect(spelled('MSELoss', { reduction: 'sum' })).toBe("nn.MSELoss(reduction='sum')");
    expect(spelled('HuberLoss', { delta: 0.5 })).toBe('nn.HuberLoss(delta=0.5)');
    expect(spelled('BCEWithLogitsLoss', { pos_weight: 3, reduction: 'sum' })).toBe(
      "nn.BCEWithLogitsLoss(pos_weight=torch.tensor([3.]), reduction='sum')",
    );
    expect(lossType('constructor')).toBeUndefined();
  });

  it('BCELoss shows an output outside [0, 1] as NaN instead of clamping it away', () => {
    const type = lossType('BCELoss')!;
    const run = runLoss(
      type,
      z.parse(type.options, {}),
      { shape: [1, 1], values: [1.5] },
      { shape: [1, 1], values: [0] },
    );
    expect(run.loss).toBeNaN();
  });
});
