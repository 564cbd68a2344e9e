// Every layer's gradients against numerical ones, its shapes, its mistakes, its PyTorch spelling.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { evaluate } from '../../src/core/elementwise/evaluate.ts';
import { inits } from '../../src/core/inits/inits.ts';
import type { InitType } from '../../src/core/inits/init.ts';
import type { LayerType } from '../../src/core/layers/layer.ts';
import { layers, layerType } from '../../src/core/layers/layers.ts';
import { type Shape, sizeOf } from '../../src/core/shape.ts';
import { formatText } from '../../src/core/text.ts';
import { layerCases as cases, valuesOf } from './layerCases.ts';
import { relativeError, runLayer, type Values } from './runner.ts';

const table: Record<string, LayerType> = layers;
const layer = (type: string, given: object = {}) => {
  const record = layerType(type)!;
  return { record, options: z.parse(record.options, given) };
};

describe('gradients against central differences', () => {
  it('covers every layer', () => {
    expect(new Set(cases.map(([type]) => type))).toEqual(new Set(Object.keys(layers)));
  });

  it.each(cases)('%s %j on %j', (type, given, shapes) => {
    const { record, options } = layer(type, given);
    const samples = shapes.map((shape) => shape.slice(1));
    const found = record.output(options, samples);
    if ('problem' in found) throw new Error(formatText(found.problem));
    const outputShape = [shapes[0][0], ...found.shape];
    const specs = record.parameters(options, samples);
    const arbitrary = fc.tuple(
      fc.tuple(...shapes.map((shape) => valuesOf(shape, type))),
      fc.tuple(...specs.map(({ shape }) => valuesOf(shape))),
      valuesOf(outputShape),
    );
    const property = fc.property(arbitrary, ([inputs, parameters, weights]) => {
      const run = (changed: readonly Values[]) =>
        runLayer(record, options, {
          inputs: changed.slice(0, inputs.length),
          parameters: Object.fromEntries(specs.map(({ name }, i) => [name, changed[inputs.length + i]])),
          outputGrad: weights.values,
        });
      // The scalar whose gradient is checked: Σ weights · output, summed in float64.
      const objective = (changed: readonly Values[]) => {
        const { values } = run(changed).output;
        return Array.from(weights.values).reduce((total, weight, i) => total + weight * values[i], 0);
      };
      const all = [...inputs, ...parameters];
      const { inputGrads, parameterGrads } = run(all);
      const analytic = [...inputGrads, ...specs.map(({ name }) => parameterGrads[name])];
      all.forEach((tensor, which) => {
        if (type === 'Embedding' && which === 0) return; // an index has no neighbours
        const numerical = Array.from(tensor.values).map((_, at) => {
          const h = 2 ** -7;
          const moved = (by: number) => objective(all.map((other, i) => (i === which ? nudged(other, at, by) : other)));
          return (moved(h) - moved(-h)) / (2 * h);
        });
        const largest = Math.max(...numerical.map(Math.abs));
        if (largest > 1e-3) expect(relativeError(analytic[which].values, numerical)).toBeLessThan(5e-3);
      });
    });
    fc.assert(property, { numRuns: 4, seed: 1 });
  });
});

function nudged({ shape, values }: Values, at: number, by: number): Values {
  return { shape, values: Array.from(values).map((value, i) => (i === at ? value + by : value)) };
}

describe('activations', () => {
  const activations = Object.values(table).filter(({ view }) => view.kind === 'activation');
  const grid = Array.from({ length: 121 }, (_, i) => -6 + i / 10 + 0.013);

  it.each(activations.map((record) => [record.type, record] as const))(
    '%s: f′ is the slope of f in float64',
    (_, record) => {
      if (record.view.kind !== 'activation') throw new Error('filtered above');
      const { f, derivative, domain, ranges } = record.view.of(z.parse(record.options, {}));
      for (const x of grid) {
        const h = 1e-5;
        const slope = (evaluate(f, { x: x + h }) - evaluate(f, { x: x - h })) / (2 * h);
        expect(evaluate(derivative, { x })).toBeCloseTo(slope, 8);
      }
      for (const [, from, to] of [['domain', ...domain] as const, ...ranges]) expect(from).toBeLessThan(to);
      for (const [, from, to] of ranges) expect([from >= domain[0], to <= domain[1]]).toEqual([true, true]);
    },
  );

  it.each(activations.map((record) => [record.type, record] as const))(
    '%s: the kernel agrees with f in float64',
    (_, record) => {
      if (record.view.kind !== 'activation') throw new Error('filtered above');
      const options = z.parse(record.options, {});
      const { f } = record.view.of(options);
      const inputs = [{ shape: [1, grid.length], values: Float32Array.from(grid) }];
      const { output } = runLayer(record, options, { inputs, parameters: {}, outputGrad: grid });
      const exact = Array.from(inputs[0].values, (x) => evaluate(f, { x }));
      expect(relativeError(output.values, exact)).toBeLessThan(1e-6);
    },
  );

  it('a unit that is off passes no gradient, not even ∞', () => {
    for (const type of ['ReLU', 'Hardtanh']) {
      const { record, options } = layer(type);
      const run = runLayer(record, options, {
        inputs: [{ shape: [1, 4], values: [-2, -1, NaN, 0.5] }],
        parameters: {},
        outputGrad: [Infinity, NaN, 1, 3],
      });
      expect(Array.from(run.inputGrads[0].values)).toEqual([0, 0, 1, 3]);
      expect(run.output.values[2]).toBeNaN();
    }
  });

  it('reads only what its derivative needs', () => {
    const reads = (type: string) => {
      const { record, options } = layer(type);
      const inputs = [{ shape: [1, 1], values: [1] }];
      const { backward } = runLayer(record, options, { inputs, parameters: {}, outputGrad: [1] });
      return backward[0].reads.map(({ name }) => name);
    };
    expect(reads('Sigmoid')).toEqual(['output.grad', 'output']);
    expect(reads('GELU')).toEqual(['output.grad', 'input0']);
    expect(reads('Identity')).toEqual(['output.grad']);
  });
});

describe('every layer', () => {
  it.each(Object.entries(table))('%s stands under its type; each option has a description', (key, record) => {
    expect(record.type).toBe(key);
    const { properties = {} } = z.toJSONSchema(record.options, { io: 'input' });
    for (const [name, property] of Object.entries(properties))
      expect([name, property]).toEqual([name, expect.objectContaining({ description: expect.any(String) })]);
  });

  it.each(cases)(
    '%s %j on %j: operations have unique names, and default inits their options',
    (type, given, shapes) => {
      const { record, options } = layer(type, given);
      const samples = shapes.map((shape) => shape.slice(1));
      const specs = record.parameters(options, samples);
      for (const { init } of specs) {
        const initType = (inits as Record<string, InitType>)[init.type];
        expect(z.parse(initType.options, init.options)).toEqual(init.options);
      }
      const zeros = (shape: Shape) => ({ shape, values: new Float32Array(sizeOf(shape)) });
      const found = record.output(options, samples);
      if ('problem' in found) throw new Error(formatText(found.problem));
      const { forward, backward } = runLayer(record, options, {
        inputs: shapes.map(zeros),
        parameters: Object.fromEntries(specs.map(({ name, shape }) => [name, zeros(shape)])),
        outputGrad: new Float32Array(shapes[0][0] * sizeOf(found.shape)),
      });
      for (const pass of [forward, backward]) {
        expect(new Set(pass.map(({ name }) => name)).size).toBe(pass.length);
        expect(pass.flatMap(({ writes }) => writes).length).toBeGreaterThan(0);
      }
    },
  );

  it('leaves out what nobody needs', () => {
    const { record, options } = layer('Linear', { out_features: 2 });
    const tensor = (name: string, shape: Shape) => ({ name, shape, dtype: 'float32', offset: 64 }) as const;
    const build = {
      options,
      rows: 5,
      inputs: [tensor('x', [5, 3])],
      output: tensor('y', [5, 2]),
      outputGrad: tensor('dy', [5, 2]),
      parameters: { weight: tensor('w', [2, 3]), bias: tensor('b', [2]) },
      buffers: {},
      mode: 'train' as const,
      random: { seed: 1, layer: 0, iteration: tensor('iteration', []) },
      scratch: tensor,
    };
    const names = (inputGrad: boolean, trained: boolean) =>
      record
        .backward({
          ...build,
          inputGrads: [inputGrad ? tensor('dx', [5, 3]) : null],
          parameterGrads: trained ? { weight: tensor('dw', [2, 3]), bias: tensor('db', [2]) } : {},
        })
        .map(({ name }) => name);
    expect(names(true, true)).toEqual(['weight gradient', 'bias gradient', 'input gradient']);
    expect(names(false, true)).toEqual(['weight gradient', 'bias gradient']);
    expect(names(true, false)).toEqual(['input gradient']);
  });
});

describe('shapes that do not fit', () => {
  const problem = (type: string, given: object, shapes: readonly Shape[]) => {
    const { record, options } = layer(type, given);
    const found = record.output(options, shapes);
    return 'problem' in found ? formatText(found.problem) : found.shape;
  };

  it('are said with their sizes', () => {
    expect(problem('Add', {}, [[3], [4]])).toBe('Add needs inputs of one shape, not [3] and [4].');
    expect(
      problem('Concat', {}, [
        [3, 2],
        [4, 2],
      ]),
    ).toContain('[3, 2] and [4, 2]');
    expect(
      problem('Concat', { dim: 1 }, [
        [3, 2],
        [4, 2],
      ]),
    ).toEqual([7, 2]);
    expect(problem('Concat', { dim: 0 }, [[3], [3]])).toContain('batch');
    expect(problem('Concat', { dim: 3 }, [[3], [3]])).toContain('out of range');
    expect(problem('Softmax', { dim: 0 }, [[3]])).toContain('batch');
    expect(problem('Softmax', { dim: 1 }, [[3, 4]])).toEqual([3, 4]);
    expect(problem('Softmax', { dim: 2 }, [[3, 4]])).toEqual([3, 4]);
    expect(problem('Flatten', { start_dim: 0 }, [[3, 4]])).toContain('batch');
    expect(problem('Flatten', { start_dim: 2, end_dim: 1 }, [[3, 4]])).toContain('nothing to flatten');
    expect(problem('Flatten', { start_dim: 2, end_dim: 3 }, [[3, 4, 5]])).toEqual([3, 20]);
    expect(problem('Linear', { out_features: 2 }, [[]])).toContain('at least one dimension');
  });

  it('and options that do not fit are refused', () => {
    const refused = (type: string, given: object) => !z.safeParse(layerType(type)!.options, given).success;
    expect(refused('Linear', {})).toBe(true);
    expect(refused('Linear', { out_features: 0 })).toBe(true);
    expect(refused('Linear', { out_features: 2, in_features: 3 })).toBe(true);
    expect(refused('Hardtanh', { min_val: 1, max_val: 1 })).toBe(true);
    expect(refused('GELU', { approximate: 'exact' })).toBe(true);
  });
});

describe('PyTorch spelling', () => {
  it.each([
    ['Linear', { out_features: 16 }, [[2]], 'nn.Linear(2, 16)'],
    ['Linear', { out_features: 1, bias: false }, [[4, 3]], 'nn.Linear(3, 1, bias=False)'],
    ['ReLU', {}, [[2]], 'nn.ReLU()'],
    ['LeakyReLU', { negative_slope: 0.2 }, [[2]], 'nn.LeakyReLU(negative_slope=0.2)'],
    ['GELU', { approximate: 'tanh' }, [[2]], "nn.GELU(approximate='tanh')"],
    ['Softmax', {}, [[2]], 'nn.Softmax(dim=-1)'],
    ['Flatten', { start_dim: 2 }, [[2, 3]], 'nn.Flatten(start_dim=2)'],
  ])('%s %j', (type, given, shapes, spelling) => {
    const { record, options } = layer(type, given);
    expect(record.pytorch(options, shapes)).toBe(spelling);
  });

  it('of an unknown name there is no layer', () => {
    expect(layerType('Lineal')).toBeUndefined();
    expect(layerType('toString')).toBeUndefined();
  });
});
