// `backstep inspect`: one tensor as it stands after an iteration's update.
import type { Shape } from '../core/shape.ts';
import { sizeOf } from '../core/shape.ts';
import type { Tensor } from '../core/tensor.ts';
import { readValues } from '../machine/answers.ts';
import type { Machine } from '../machine/machine.ts';
import { suggest } from '../model/suggest.ts';
import { command } from './command.ts';
import { createMachine, threadsOption } from './createMachine.ts';
import { jsonNumber, jsonNumberNote } from './jsonNumber.ts';
import { openNetwork } from './openNetwork.ts';

export const inspect = command({
  name: 'inspect',
  summary: 'Prints a tensor as it stands after an iteration.',
  usage: 'FILE --at N --tensor NAME [--values] [--threads N]',
  files: 'one',
  options: {
    at: { kind: 'count', value: 'N', summary: 'Iterations to run first; 0 is the freshly initialised network.' },
    tensor: { kind: 'name', value: 'NAME', summary: 'Which one: linear1.weight, linear1.output.grad, loss, …' },
    values: { kind: 'flag', summary: 'Print its values too.' },
    threads: threadsOption,
  },
  notes: [
    'Prints JSON: {"tensor", "iteration", "shape", "dtype", "statistics": {"count", "nan", "infinite", "min", "max",\n' +
      '"mean", "std", "norm", "zeros"}, "values"}. Statistics are of the finite values, std of the population, norm is the\n' +
      'l2 norm. Values are nested lists as tensor.tolist() gives them, a bare number for a scalar.',
    'Parameters are those after the update of iteration N; outputs, gradients and the loss are those of iteration N, so\n' +
      'at 0 there are none. Names: LAYER.weight, LAYER.weight.grad, LAYER.output, LAYER.output.grad, input, target, loss.',
    jsonNumberNote,
  ],
  async run([file], { at, tensor: name, values, threads }, context) {
    const fail = (message: string) => {
      context.err.line(`backstep inspect: ${message}`);
      return 2 as const;
    };
    if (at === undefined) return fail('needs --at N');
    if (name === undefined) return fail('needs --tensor NAME');
    const opened = await openNetwork(file, context);
    if (typeof opened === 'number') return opened;
    const machine = await createMachine(opened, { threads });
    const names = visibleNames(machine);
    if (!names.includes(name)) return fail(unknownTensor(name, names));
    const exists = () => machine.tensor(name);
    if (at === 0 && !exists()) {
      return fail(`${name} does not exist at iteration 0: outputs, gradients and the loss begin with iteration 1`);
    }
    machine.advanceTo(at * machine.program.instructions.length);
    machine.close();
    const tensor = exists();
    if (!tensor) return fail(`${name} has no value after iteration ${at}`);
    const { shape, dtype } = tensor;
    const nested = values ? { values: nest(readValues(machine, tensor), shape) } : {};
    const answer = { tensor: name, iteration: at, shape, dtype, statistics: statisticsOf(machine, tensor), ...nested };
    context.out.line(JSON.stringify(answer));
    return 0;
  },
});

/** Those of the data, the layers and the optimizer; not what kernels keep for themselves. */
function visibleNames(machine: Machine): string[] {
  const layers = new Set(machine.network.layers.map(({ name }) => name));
  return [...machine.program.tensors.keys()].filter(
    (name) => ['input', 'target', 'loss'].includes(name) || layers.has(name.split('.')[0]),
  );
}

function unknownTensor(name: string, names: readonly string[]): string {
  const [layer] = name.split('.');
  const nearLayer = suggest(layer, [...new Set(names.map((other) => other.split('.')[0]))]);
  const ofLayer = names.filter((other) => other.split('.')[0] === nearLayer);
  const near = ofLayer.length > 0 ? ofLayer : names;
  const shown = near.length > 20 ? [...near.slice(0, 20), '…'] : near;
  return `there is no tensor ${name}; there ${near.length === 1 ? 'is' : 'are'} ${shown.join(', ')}`;
}

/** By the kernel, in double precision; whole numbers are read as floats. */
function statisticsOf(machine: Machine, tensor: Tensor) {
  const size = sizeOf(tensor.shape);
  const values = machine.free;
  const out = values + Math.ceil(size / 4) * 16;
  machine.claim(out + 9 * 8);
  new Float32Array(machine.memory.buffer, values, size).set(readValues(machine, tensor));
  machine.kernels.statistics(values, size, out);
  const [count, nan, infinite, min, max, mean, std, norm, zeros] = new Float64Array(machine.memory.buffer, out, 9);
  const figures = { count, nan, infinite, min, max, mean, std, norm, zeros };
  return Object.fromEntries(Object.entries(figures).map(([figure, value]) => [figure, jsonNumber(value)]));
}

type Nested = number | string | Nested[];

/** Row-major values as lists in lists; `at`: where the part begins. */
function nest(values: ArrayLike<number>, shape: Shape, at = 0): Nested {
  if (shape.length === 0) return jsonNumber(values[at]);
  const [length, ...rest] = shape;
  const step = sizeOf(rest);
  return Array.from({ length }, (_, i) => nest(values, rest, at + i * step));
}
