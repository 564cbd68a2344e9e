// Runs the operations of single layers, losses and optimizers on the real kernels, without a program around them.
import { readFileSync } from 'node:fs';
import { assemble } from '../../src/core/elementwise/assemble.ts';
import { loadKernelsSync, PAGE } from '../../src/core/kernels/load.ts';
import type { LayerType } from '../../src/core/layers/layer.ts';
import type { LossType } from '../../src/core/losses/loss.ts';
import type { Call, Operation } from '../../src/core/operation.ts';
import { type Shape, sizeOf } from '../../src/core/shape.ts';
import { type DType, floats, integers, type Tensor } from '../../src/core/tensor.ts';
import { formatText } from '../../src/core/text.ts';

// Compiled once: tests make thousands of runners.
const module = loadKernelsSync(readFileSync(new URL('../../build/kernels.wasm', import.meta.url)));

/** Numbers with a shape, outside the memory. */
export interface Values {
  readonly shape: Shape;
  readonly values: ArrayLike<number>;
}

/** Hands out the memory from its beginning, so the latest runner's tensors are the only good ones. */
export class Runner {
  private next = module.base;
  private readonly scratches = new Map<string, Tensor>();

  /** A tensor of NaNs (float32) or of a huge index: what is to be overwritten must be. */
  empty(name: string, shape: Shape, dtype: DType = 'float32'): Tensor {
    const tensor = { name, shape, dtype, offset: this.allocate(4 * sizeOf(shape)) };
    if (dtype === 'float32') floats(module.memory, tensor).fill(NaN);
    else integers(module.memory, tensor).fill(0x7fffffff);
    return tensor;
  }

  tensor(name: string, { shape, values }: Values, dtype: DType = 'float32'): Tensor {
    const tensor = this.empty(name, shape, dtype);
    this.write(tensor, values);
    return tensor;
  }

  write(tensor: Tensor, values: ArrayLike<number>): void {
    (tensor.dtype === 'int32' ? integers : floats)(module.memory, tensor).set(values);
  }

  read(tensor: Tensor): Float32Array {
    return floats(module.memory, tensor).slice();
  }

  readIntegers(tensor: Tensor): Int32Array {
    return integers(module.memory, tensor).slice();
  }

  readonly scratch = (name: string, shape: Shape, dtype?: DType): Tensor => {
    const known = this.scratches.get(name) ?? this.empty(name, shape, dtype);
    this.scratches.set(name, known);
    return known;
  };

  readonly constant = (name: string, shape: Shape, valueAt: (index: number) => number): Tensor => {
    const isNew = !this.scratches.has(name);
    const tensor = this.scratch(name, shape);
    if (isNew)
      this.write(
        tensor,
        Float32Array.from({ length: sizeOf(shape) }, (_, i) => valueAt(i)),
      );
    return tensor;
  };

  run(operations: readonly Operation[]): void {
    for (const { calls } of operations) for (const call of calls) this.call(call);
  }

  private call(call: Call): void {
    const { memory } = module;
    const kernels: Readonly<Record<Call['kernel'], (...args: number[]) => unknown>> = module.kernels;
    if (call.kernel !== 'elementwise') {
      kernels[call.kernel](...call.args);
      return;
    }
    const words = assemble(call.assignments);
    const code = this.allocate(4 * words.length);
    new Int32Array(memory.buffer, code, words.length).set(words);
    kernels.elementwise(code, call.size);
  }

  private allocate(size: number): number {
    const offset = this.next;
    this.next += Math.ceil((size + 1) / 64) * 64;
    const pages = Math.ceil((this.next - module.memory.buffer.byteLength) / PAGE);
    if (pages > 0) module.memory.grow(pages);
    return offset;
  }
}

export interface LayerRun {
  readonly output: Values;
  readonly inputGrads: readonly Values[];
  readonly parameterGrads: Readonly<Record<string, Values>>;
  /** As they are afterwards. */
  readonly buffers: Readonly<Record<string, Values>>;
  readonly scratch: (name: string) => Float32Array;
  readonly forward: readonly Operation[];
  readonly backward: readonly Operation[];
}

/** Forward and backward of one layer; inputs with the rows first. */
export function runLayer(
  type: LayerType,
  options: object,
  given: {
    readonly inputs: readonly Values[];
    readonly parameters: Readonly<Record<string, Values>>;
    readonly outputGrad: ArrayLike<number>;
    /** Their initial values unless given. */
    readonly buffers?: Readonly<Record<string, Values>>;
    /** Training unless evaluation is asked for, which has no way back: its gradients are empty. */
    readonly mode?: 'train' | 'eval';
    readonly random?: { readonly seed: number; readonly layer: number; readonly iteration: number };
  },
): LayerRun {
  const runner = new Runner();
  const rows = given.inputs[0].shape[0];
  const found = type.output(
    options,
    given.inputs.map(({ shape }) => shape.slice(1)),
  );
  if ('problem' in found) throw new Error(formatText(found.problem));
  const inputs = given.inputs.map((input, i) => runner.tensor(`input${i}`, input));
  const output = runner.empty('output', [rows, ...found.shape]);
  const named = (make: (name: string, value: Values) => Tensor) =>
    Object.fromEntries(Object.entries(given.parameters).map(([name, value]) => [name, make(name, value)]));
  const specs =
    type.buffers?.(
      options,
      inputs.map(({ shape }) => shape.slice(1)),
    ) ?? [];
  const buffers = Object.fromEntries(
    specs.map(({ name, shape, dtype, initial }) => {
      const value = given.buffers?.[name] ?? { shape, values: Array<number>(sizeOf(shape)).fill(initial) };
      return [name, runner.tensor(name, value, dtype)];
    }),
  );
  const { mode = 'train', random = { seed: 1, layer: 0, iteration: 0 } } = given;
  const iteration = runner.tensor('iteration', { shape: [], values: [random.iteration] }, 'int32');
  const build = {
    options,
    rows,
    inputs,
    output,
    parameters: named((name, value) => runner.tensor(name, value)),
    buffers,
    mode,
    random: { ...random, iteration },
    scratch: runner.scratch,
  };
  const forward = type.forward(build);
  runner.run(forward);

  const outputGrad = runner.tensor('output.grad', { shape: output.shape, values: given.outputGrad });
  const inputGrads = inputs.map(({ name, shape }) => runner.empty(`${name}.grad`, shape));
  const parameterGrads = named((name, { shape }) => runner.empty(`${name}.grad`, shape));
  const backward = mode === 'eval' ? [] : type.backward({ ...build, outputGrad, inputGrads, parameterGrads });
  runner.run(backward);
  const values = (tensor: Tensor) => ({
    shape: tensor.shape,
    values: tensor.dtype === 'int32' ? runner.readIntegers(tensor) : runner.read(tensor),
  });
  return {
    output: values(output),
    inputGrads: inputGrads.map(values),
    parameterGrads: Object.fromEntries(Object.entries(parameterGrads).map(([name, tensor]) => [name, values(tensor)])),
    buffers: Object.fromEntries(Object.entries(buffers).map(([name, tensor]) => [name, values(tensor)])),
    scratch: (name) => runner.read(runner.scratch(name, [])),
    forward,
    backward,
  };
}

/** Forward and backward of one loss. */
export function runLoss(type: LossType, options: object, input: Values, target: Values) {
  const runner = new Runner();
  const x = runner.tensor('input', input);
  const build = {
    options,
    input: x,
    target: runner.tensor('target', target, type.target === 'classes' ? 'int32' : 'float32'),
    loss: runner.empty('loss', []),
    scratch: runner.scratch,
    constant: runner.constant,
  };
  const forward = type.forward(build);
  runner.run(forward);
  const inputGrad = runner.empty('input.grad', x.shape);
  const backward = type.backward({ ...build, inputGrad });
  runner.run(backward);
  return {
    loss: runner.read(build.loss)[0],
    inputGrad: runner.read(inputGrad),
    terms: runner.read(runner.scratch('terms', [])),
    forward,
    backward,
  };
}

/** max|a − b| ÷ max|b|; 0 where both are all zeros, NaN where either has one. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return NaN;
  let error = 0;
  let size = 0;
  for (let i = 0; i < b.length; i++) {
    error = Math.max(error, Math.abs(a[i] - b[i]));
    size = Math.max(size, Math.abs(b[i]));
  }
  return error === 0 ? 0 : error / size;
}
