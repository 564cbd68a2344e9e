// Windows, norms, sequences and attention against PyTorch (makeModules.py): outputs, gradients, buffers over several
// iterations, evaluation, and the default inits with as many draws.
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { initType } from '../../src/core/inits/inits.ts';
import type { ParameterSpec } from '../../src/core/layers/layer.ts';
import { layerType } from '../../src/core/layers/layers.ts';
import { createGenerator } from '../../src/core/random.ts';
import { sizeOf } from '../../src/core/shape.ts';
import { zeroRow } from '../../src/machine/initialise.ts';
import { fansOf } from '../../src/model/fans.ts';
import { relativeError, runLayer, type Values } from '../core/runner.ts';
import { floatsOf, integersOf, normalBound, readFixture } from './fixture.ts';

interface Packed {
  readonly shape: readonly number[];
  readonly bits: string;
}

type PackedByName = Readonly<Record<string, Packed>>;

interface Step {
  readonly input: Packed;
  readonly output: Packed;
  readonly outputGrad: Packed;
  /** null: there is no gradient, as through an index. */
  readonly inputGrad: Packed | null;
  readonly parameterGrads: PackedByName;
  readonly buffers: PackedByName;
}

interface ModuleCase {
  readonly type: string;
  readonly options: object;
  readonly parameters: PackedByName;
  readonly steps: readonly Step[];
  readonly evaluation: { readonly input: Packed; readonly output: Packed };
}

interface InitCase {
  readonly type: string;
  readonly options: object;
  readonly input: readonly number[];
  readonly seed: number;
  readonly parameters: PackedByName;
  readonly next: string;
}

const unpacked = ({ shape, bits }: Packed): Values => ({ shape, values: floatsOf(bits) });
const unpackedAll = (all: PackedByName) =>
  Object.fromEntries(Object.entries(all).map(([name, value]) => [name, unpacked(value)]));

function expectClose(actual: Values, expected: Packed, tolerance: number, what: string) {
  expect([what, actual.shape]).toEqual([what, expected.shape]);
  expect(relativeError(actual.values, floatsOf(expected.bits)), what).toBeLessThanOrEqual(tolerance);
}

const { cases } = readFixture<ModuleCase>('modules.json');

/** A gradient that is 0 but for rounding (a key's bias shifts all scores alike) has no relative error worth the name. */
const vanishing = (expected: Packed) => floatsOf(expected.bits).every((x) => Math.abs(x) < 1e-6);

describe('modules', () => {
  it.each(cases.map((one) => [`${one.type} ${JSON.stringify(one.options)}`, one] as const))('%s', (_, given) => {
    const type = layerType(given.type)!;
    const options = z.parse(type.options, given.options);
    const parameters = unpackedAll(given.parameters);
    let buffers: Readonly<Record<string, Values>> | undefined;
    for (const step of given.steps) {
      const run = runLayer(type, options, {
        ...{ inputs: [unpacked(step.input)], parameters, outputGrad: floatsOf(step.outputGrad.bits) },
        ...(buffers ? { buffers } : {}),
      });
      expectClose(run.output, step.output, 2e-6, 'output');
      if (step.inputGrad) expectClose(run.inputGrads[0], step.inputGrad, 5e-6, 'input gradient');
      else expect(Array.from(run.inputGrads[0].values).every((x) => x === 0)).toBe(true);
      for (const [name, grad] of Object.entries(step.parameterGrads)) {
        if (!vanishing(grad)) expectClose(run.parameterGrads[name], grad, 5e-6, name);
        else expect(Array.from(run.parameterGrads[name].values).every((x) => Math.abs(x) < 1e-5)).toBe(true);
      }
      expect(Object.keys(run.buffers)).toEqual(Object.keys(step.buffers));
      for (const [name, buffer] of Object.entries(step.buffers)) {
        if (name === 'num_batches_tracked') {
          expect(Array.from(run.buffers[name].values)).toEqual(Array.from(integersOf(buffer.bits)));
        } else {
          expectClose(run.buffers[name], buffer, 1e-6, name);
        }
      }
      ({ buffers } = run);
    }
    const { input, output } = given.evaluation;
    const evaluated = runLayer(type, options, {
      ...{ inputs: [unpacked(input)], parameters, outputGrad: floatsOf(given.steps[0].outputGrad.bits) },
      ...(buffers ? { buffers } : {}),
      mode: 'eval',
    });
    expectClose(evaluated.output, output, 2e-6, 'evaluation');
    expect(evaluated.buffers).toEqual(buffers);
    const specs = type.parameters(options, [input.shape.slice(1)]);
    expect(specs.map(({ name, shape }) => [name, shape])).toEqual(
      Object.entries(given.parameters).map(([name, { shape }]) => [name, shape]),
    );
  });
});

describe('default inits', () => {
  const inits = readFixture<InitCase>('moduleInits.json').cases;

  it.each(inits.map((one) => [`${one.type} ${JSON.stringify(one.options)}`, one] as const))('%s', (_, given) => {
    const type = layerType(given.type)!;
    const options = z.parse(type.options, given.options);
    const specs = type.parameters(options, [given.input]);
    const order = type.drawOrder?.(options) ?? specs.map(({ name }) => name);
    const generator = createGenerator(given.seed);
    const drawn = new Map<string, Float32Array>();
    const specOf = (name: string): ParameterSpec => specs.find((spec) => spec.name === name)!;
    for (const name of order) {
      const { shape, fanOf, init, overwritten } = specOf(name);
      const out = new Float32Array(sizeOf(shape));
      const target = { shape, ...fansOf(fanOf === undefined ? shape : specOf(fanOf).shape) };
      for (const spec of [...(overwritten ? [overwritten] : []), init]) {
        initType(spec.type)!.fill(out, spec.options, target, generator);
      }
      zeroRow(specOf(name), out);
      drawn.set(name, out);
    }
    expect(new Set(order)).toEqual(new Set(Object.keys(given.parameters)));
    for (const [name, expected] of Object.entries(given.parameters)) {
      const theirs = floatsOf(expected.bits);
      const ours = drawn.get(name)!;
      if (given.type === 'Embedding' && theirs.length >= 16) {
        expect(ours.findIndex((x, i) => !(Math.abs(x - theirs[i]) <= normalBound(theirs[i], 0)))).toBe(-1);
      } else {
        expect(ours).toEqual(theirs);
      }
    }
    const next = new Float32Array(2);
    generator.uniform(next, 0, 1);
    expect(next).toEqual(floatsOf(given.next));
  });
});
