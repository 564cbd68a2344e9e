// What RNN, LSTM and GRU share: layers of cells that read a sequence step by step, forwards or in both directions, from a
// hidden state of zeros. Batch first outside; inside time comes first.
import type { Operation } from '../operation.ts';
import { shapeText } from '../shape.ts';
import { text } from '../text.ts';
import type { LayerBuild, LayerPicture, LayerType, ParameterSpec } from './layer.ts';
import { applyMask, drawMask } from './masks.ts';
import { permuted } from './permuted.ts';
import { backwardThroughTime } from './recurrentBackward.ts';
import {
  type Cell,
  type Direction,
  directionsOf,
  placesOf,
  type RecurrentOptions,
  type RecurrentTensors,
  stepName,
  tensorsOf,
  timesOf,
} from './recurrentTensors.ts';
import { workedCell } from './workedRecurrent.ts';

interface Recurrent<Options extends RecurrentOptions> extends Pick<
  LayerType<Options>,
  'type' | 'summary' | 'options' | 'pytorch'
> {
  readonly cell: Cell<Options>;
}

export function recurrent<Options extends RecurrentOptions>(spec: Recurrent<Options>): LayerType<Options> {
  const { type, cell } = spec;
  return {
    type,
    summary: spec.summary,
    options: spec.options,
    arity: 'one',
    output({ hidden_size, bidirectional }, [input]) {
      if (input.length === 2) return { shape: [input[0], hidden_size * (bidirectional ? 2 : 1)] };
      return {
        problem: text('{0} needs samples of shape {1}, not {2}.', type, '[length, features]', shapeText(input)),
      };
    },
    parameters(options, [[, features]]) {
      const bound = 1 / Math.sqrt(options.hidden_size);
      const init = { type: 'uniform', options: { a: -bound, b: bound } };
      const width = cell.gates * options.hidden_size;
      return directionsOf(options, features).flatMap(({ suffix, inputSize }): ParameterSpec[] => {
        const weights: ParameterSpec[] = [
          { name: `weight_ih${suffix}`, shape: [width, inputSize], axes: ['gates', 'inputs'], init },
          { name: `weight_hh${suffix}`, shape: [width, options.hidden_size], axes: ['gates', 'hidden'], init },
        ];
        if (!options.bias) return weights;
        const bias = (part: string): ParameterSpec => {
          const fanOf = `weight_${part}${suffix}`;
          return { name: `bias_${part}${suffix}`, shape: [width], axes: ['gates'], init, fanOf };
        };
        return [...weights, bias('ih'), bias('hh')];
      });
    },
    axes: () => ['time', 'hidden'],
    inner: (options) =>
      directionsOf(options, 0).flatMap(({ suffix }) => [
        ...(cell.keepsGates ? [{ name: `gates${suffix}`, axes: ['time', 'batch', 'gates'] }] : []),
        ...(cell.hasCell ? [{ name: `cell${suffix}`, axes: ['time', 'batch', 'hidden'] }] : []),
      ]),
    forward: (build) => forwardThroughTime(build, cell),
    backward: (build) => backwardThroughTime(build, cell),
    worked: (build, at) => cell.worked(build.options, workedCell(build, at)),
    pytorch: spec.pytorch,
    pytorchCall: (_, [x], module) => `${module}(${x})[0]`,
    formula: cell.formula,
    draws: ({ dropout, num_layers }) => dropout > 0 && num_layers > 1,
    view: { kind: 'weights', parameter: 'weight_ih_l0' },
    pictures: (options) => picturesOf(options, cell),
  };
}

/** Units down, time across. */
function picturesOf({ num_layers }: RecurrentOptions, cell: Cell<never>): LayerPicture[] {
  const overTime = { rows: 2, columns: 0, sample: 1 };
  const end = `_l${num_layers - 1}`;
  const state: LayerPicture = { label: text('states over time'), tensor: 'output', sample: 0, rows: 2, columns: 1 };
  return [
    ...(cell.keepsGates
      ? [{ label: text('gates over time'), tensor: `gates${end}`, ...overTime, parts: cell.gateNames }]
      : []),
    ...(cell.hasCell ? [{ label: text('memory cell over time'), tensor: `cell${end}`, ...overTime }] : []),
    state,
  ];
}

function forwardThroughTime<Options extends RecurrentOptions>(
  build: LayerBuild<Options>,
  cell: Cell<Options>,
): Operation[] {
  const [x] = build.inputs;
  const { options, output } = build;
  const tensors = tensorsOf(build, cell);
  const { sequence, length, features } = tensors;
  const last = tensors.hidden(options.num_layers - 1);
  return [
    {
      name: 'time first',
      formula: 'xₜ of all samples together',
      reads: [x],
      writes: [sequence],
      calls: permuted(x.offset, x.shape, [1, 0, 2], sequence.offset),
    },
    ...directionsOf(options, features).flatMap((direction) => [
      ...dropBelow(build, tensors, direction),
      projection(build, tensors, direction),
      ...Array.from({ length }, (_, step) => stepOperation(build, cell, tensors, direction, step)),
    ]),
    {
      name: 'batch first',
      formula: 'y = h₁ … h_T of each sample',
      reads: [last],
      writes: [output],
      calls: permuted(last.offset, last.shape, [1, 0, 2], output.offset),
    },
  ];
}

/** Between two layers, in training: once, though both directions read it. */
function dropBelow(
  build: LayerBuild<RecurrentOptions>,
  tensors: RecurrentTensors,
  { level, reverse }: Direction,
): Operation[] {
  const dropped = level === 0 || reverse ? null : tensors.dropped(level - 1);
  if (!dropped) return [];
  const { mask, kept } = dropped;
  return [
    drawMask(build, `layer ${level + 1} draw mask`, build.options.dropout, mask, level - 1),
    applyMask(`layer ${level + 1} apply mask`, 'm·hₜ of the layer below, all t', tensors.hidden(level - 1), mask, kept),
  ];
}

/** The input's part of the gates, for all times at once. */
function projection(build: LayerBuild<RecurrentOptions>, tensors: RecurrentTensors, direction: Direction): Operation {
  const { parameters, options } = build;
  const { suffix, inputSize: k } = direction;
  const from = tensors.below(direction);
  const to = tensors.fromInput(direction);
  const weight = parameters[`weight_ih${suffix}`];
  const bias = options.bias ? parameters[`bias_ih${suffix}`] : null;
  return {
    name: stepName(options, direction, 'input part'),
    formula: bias ? 'W_ih·xₜ + b_ih, all t' : 'W_ih·xₜ, all t',
    reads: [from, weight, ...(bias ? [bias] : [])],
    writes: [to],
    calls: [
      {
        kernel: 'gemm',
        args: [
          ...([tensors.length * tensors.rows, tensors.width, k, from.offset, k, 1] as const),
          ...([weight.offset, 1, k, to.offset, bias?.offset ?? 0, 0] as const),
        ],
      },
    ],
  };
}

function stepOperation<Options extends RecurrentOptions>(
  build: LayerBuild<Options>,
  cell: Cell<Options>,
  tensors: RecurrentTensors,
  direction: Direction,
  step: number,
): Operation {
  const { options, parameters } = build;
  const { rows, size, width, length } = tensors;
  const places = placesOf(tensors, direction, step);
  const weight = parameters[`weight_hh${direction.suffix}`];
  const bias = options.bias ? parameters[`bias_hh${direction.suffix}`] : null;
  const { time, before } = timesOf(direction, step, length);
  // A state of zeros adds nothing: a product over no terms.
  const terms = before < 0 ? 0 : size;
  const kept = [tensors.gates(direction), tensors.c(direction)].filter((tensor) => tensor !== null);
  const hidden = tensors.hidden(direction.level);
  return {
    name: stepName(options, direction, `step ${time + 1}`),
    formula: cell.formula,
    reads: [tensors.fromInput(direction), ...(before < 0 ? [] : [hidden]), weight, ...(bias ? [bias] : [])],
    writes: [tensors.fromHidden(direction), ...kept, hidden],
    calls: [
      {
        kernel: 'gemm',
        args: [
          ...([rows, width, terms, places.hBefore, places.stride, 1] as const),
          ...([weight.offset, 1, size, places.fromHidden, bias?.offset ?? 0, 0] as const),
        ],
      },
      cell.step(options, places),
    ],
  };
}
