// Layers, losses and optimizers one by one against PyTorch (makeNetworks.py): outputs, losses, gradients, ten updates.
import { describe, expect, it } from 'vitest';
import { layerType, layers } from '../../src/core/layers/layers.ts';
import { losses, lossType } from '../../src/core/losses/losses.ts';
import { optimizers, optimizerType } from '../../src/core/optimizers/optimizers.ts';
import { relativeError, runLayer, runLoss, type Values } from '../core/runner.ts';
import { runOptimizer } from '../core/runOptimizer.ts';
import { floatsOf, integersOf, readFixture } from './fixture.ts';
import * as z from 'zod/mini';

interface Packed {
  readonly shape: readonly number[];
  readonly bits: string;
}

interface LayerCase {
  readonly type: string;
  readonly options: object;
  readonly inputs: readonly Packed[];
  readonly parameters: Readonly<Record<string, Packed>>;
  readonly output: Packed;
  readonly outputGrad: Packed;
  readonly inputGrads: readonly Packed[];
  readonly parameterGrads: Readonly<Record<string, Packed>>;
}

interface LossCase {
  readonly type: string;
  readonly options: object;
  readonly input: Packed;
  readonly target: Packed;
  readonly loss: Packed;
  readonly inputGrad: Packed;
}

interface OptimizerCase {
  readonly type: string;
  readonly options: object;
  readonly parameter: Packed;
  readonly steps: readonly { readonly lr: number; readonly grad: Packed; readonly parameter: Packed }[];
}

const unpacked = ({ shape, bits }: Packed): Values => ({ shape, values: floatsOf(bits) });
const unpackedAll = (all: Readonly<Record<string, Packed>>) =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [name, unpacked(value)]));

/** Titles say which case: type, options, shape. */
function titled<Case extends { type: string; options: object }>(
  cases: readonly Case[],
  shapeOf: (given: Case) => Packed,
) {
  return cases.map((given): [string, Case] => [
    `${given.type} ${JSON.stringify(given.options)} on [${shapeOf(given).shape.join(', ')}]`,
    given,
  ]);
}

function expectClose(actual: Values, expected: Packed, tolerance: number) {
  expect(actual.shape).toEqual(expected.shape);
  expect(relativeError(actual.values, floatsOf(expected.bits))).toBeLessThanOrEqual(tolerance);
}

describe('layers', () => {
  const { cases } = readFixture<LayerCase>('layers.json');

  it('are all here', () => {
    // Those of several operations are in modules.json; dropout's masks are its own.
    const modules = readFixture<LayerCase>('modules.json').cases;
    const types = [...cases, ...modules].map(({ type }) => type);
    expect(new Set([...types, 'Dropout'])).toEqual(new Set(Object.keys(layers)));
  });

  it.each(titled(cases, ({ inputs }) => inputs[0]))('%s', (_, given) => {
    const type = layerType(given.type)!;
    const options = z.parse(type.options, given.options);
    const run = runLayer(type, options, {
      inputs: given.inputs.map(unpacked),
      parameters: unpackedAll(given.parameters),
      outputGrad: floatsOf(given.outputGrad.bits),
    });
    expectClose(run.output, given.output, 1e-6);
    given.inputGrads.forEach((grad, i) => expectClose(run.inputGrads[i], grad, 2e-6));
    for (const [name, grad] of Object.entries(given.parameterGrads)) expectClose(run.parameterGrads[name], grad, 2e-6);

    const shapes = given.inputs.map(({ shape }) => shape.slice(1));
    const parameters = type.parameters(options, shapes).map(({ name, shape }) => [name, shape]);
    expect(Object.fromEntries(parameters)).toEqual(
      Object.fromEntries(Object.entries(given.parameters).map(([name, { shape }]) => [name, shape])),
    );
  });
});

describe('losses', () => {
  const { cases } = readFixture<LossCase>('losses.json');

  it('are all here', () => {
    expect(new Set(cases.map(({ type }) => type))).toEqual(new Set(Object.keys(losses)));
  });

  it.each(titled(cases, ({ input }) => input))('%s', (_, given) => {
    const type = lossType(given.type)!;
    const { shape, bits } = given.target;
    const values = type.target === 'classes' ? integersOf(bits) : floatsOf(bits);
    const run = runLoss(type, z.parse(type.options, given.options), unpacked(given.input), { shape, values });
    expectClose({ shape: [], values: [run.loss] }, given.loss, 1e-6);
    expectClose({ shape: given.input.shape, values: run.inputGrad }, given.inputGrad, 2e-6);
  });
});

describe('optimizers', () => {
  const { cases } = readFixture<OptimizerCase>('optimizers.json');

  it('are all here', () => {
    expect(new Set(cases.map(({ type }) => type))).toEqual(new Set(Object.keys(optimizers)));
  });

  it.each(titled(cases, ({ parameter }) => parameter))('%s', (_, given) => {
    const type = optimizerType(given.type)!;
    const steps = given.steps.map(({ lr, grad }) => ({ lr, grad: floatsOf(grad.bits) }));
    const path = runOptimizer(type, z.parse(type.options, given.options), unpacked(given.parameter), steps);
    given.steps.forEach(({ parameter }, i) => {
      expectClose({ shape: parameter.shape, values: path[i].parameter }, parameter, 2e-6);
    });
  });
});
