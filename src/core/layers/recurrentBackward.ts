// Backpropagation through time (Werbos, 1990): the steps in reverse order, each handing the gradient of its state to the
// one before; the weights' gradients then come from all steps at once.
import type { Operation } from '../operation.ts';
import type { Tensor } from '../tensor.ts';
import type { BackwardBuild } from './layer.ts';
import { applyMask } from './masks.ts';
import { permuted } from './permuted.ts';
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

/** Gradients that live only in the backward pass. */
function gradientsOf<Options extends RecurrentOptions>(
  { scratch }: BackwardBuild<Options>,
  cell: Cell<Options>,
  { rows, length, features, size, senses, width }: RecurrentTensors,
) {
  const fromInput = ({ suffix }: Direction) => scratch(`from_input${suffix}.grad`, [length, rows, width]);
  return {
    fromInput,
    /** Of the hidden state's part: where both parts are simply added, it is the input part's. */
    fromHidden: (direction: Direction) =>
      cell.splitsGradient
        ? scratch(`from_hidden${direction.suffix}.grad`, [length, rows, width])
        : fromInput(direction),
    state: ({ suffix }: Direction) => scratch(`state${suffix}.grad`, [rows, size]),
    cell: ({ suffix }: Direction) => (cell.hasCell ? scratch(`cell${suffix}.grad`, [rows, size]) : null),
    hidden: (level: number) => scratch(`hidden_l${level}.grad`, [length, rows, senses * size]),
    sequence: () => scratch('sequence.grad', [length, rows, features]),
  };
}

export function backwardThroughTime<Options extends RecurrentOptions>(
  build: BackwardBuild<Options>,
  cell: Cell<Options>,
): Operation[] {
  const { options, outputGrad } = build;
  const [inputGrad] = build.inputGrads;
  const tensors = tensorsOf(build, cell);
  const gradients = gradientsOf(build, cell, tensors);
  const last = gradients.hidden(options.num_layers - 1);
  const operations: Operation[] = [
    {
      name: 'output gradient, time first',
      formula: '∂L/∂hₜ of all samples together',
      reads: [outputGrad],
      writes: [last],
      calls: permuted(outputGrad.offset, outputGrad.shape, [1, 0, 2], last.offset),
    },
  ];
  const directions = directionsOf(options, tensors.features);
  for (let level = options.num_layers - 1; level >= 0; level--) {
    const own = directions.filter((direction) => direction.level === level);
    for (const direction of own) {
      for (let step = tensors.length - 1; step >= 0; step--) {
        operations.push(stepBack(build, cell, tensors, gradients, direction, step));
      }
      operations.push(...parameterGradients(build, tensors, gradients, direction));
    }
    if (level === 0) continue;
    const below = gradients.hidden(level - 1);
    operations.push(inputGradient(build, tensors, gradients, own, below));
    const dropped = tensors.dropped(level - 1);
    if (!dropped) continue;
    // In place: what was left out gets no gradient.
    const name = `layer ${level + 1} mask gradient`;
    operations.push(applyMask(name, '∂L/∂hₜ = m·∂L/∂(m·hₜ)', below, dropped.mask, below));
  }
  if (!inputGrad) return operations;
  const first = gradients.sequence();
  return [
    ...operations,
    inputGradient(
      build,
      tensors,
      gradients,
      directions.filter(({ level }) => level === 0),
      first,
    ),
    {
      name: 'input gradient',
      formula: '∂L/∂x, batch first',
      reads: [first],
      writes: [inputGrad],
      calls: permuted(first.offset, first.shape, [1, 0, 2], inputGrad.offset),
    },
  ];
}

type Gradients = ReturnType<typeof gradientsOf>;

function stepBack<Options extends RecurrentOptions>(
  build: BackwardBuild<Options>,
  cell: Cell<Options>,
  tensors: RecurrentTensors,
  gradients: Gradients,
  direction: Direction,
  step: number,
): Operation {
  const { options, parameters } = build;
  const { rows, size, senses, width, length } = tensors;
  const { time } = timesOf(direction, step, length);
  const weight = parameters[`weight_hh${direction.suffix}`];
  const hiddenGrad = gradients.hidden(direction.level);
  const [state, dCell] = [gradients.state(direction), gradients.cell(direction)];
  const [dInput, dHidden] = [gradients.fromInput(direction), gradients.fromHidden(direction)];
  const at = 4 * time * rows;
  const back = cell.stepBackward(options, {
    ...placesOf(tensors, direction, step),
    h_grad: hiddenGrad.offset + at * senses * size + (direction.reverse ? 4 * size : 0),
    next: step === length - 1 ? 0 : state.offset,
    state: state.offset,
    cell: dCell?.offset ?? 0,
    fromInput_grad: dInput.offset + at * width,
    fromHidden_grad: dHidden.offset + at * width,
  });
  const kept = [tensors.gates(direction), tensors.c(direction)].filter((tensor) => tensor !== null);
  const written = [dInput, dHidden, state, ...(dCell ? [dCell] : [])];
  return {
    name: stepName(options, direction, `step ${time + 1} gradient`),
    formula: '∂L/∂z from ∂L/∂hₜ, and ∂L/∂hₜ₋₁ = W_hhᵀ·∂L/∂z + …',
    reads: [hiddenGrad, ...kept, tensors.hidden(direction.level), weight, ...(step === length - 1 ? [] : [state])],
    writes: [...new Set(written)],
    calls: [
      back,
      {
        kernel: 'gemm',
        args: [
          ...([rows, size, width, dHidden.offset + at * width, width, 1] as const),
          ...([weight.offset, size, 1, state.offset, 0, cell.splitsGradient ? 1 : 0] as const),
        ],
      },
    ],
  };
}

function parameterGradients(
  build: BackwardBuild<RecurrentOptions>,
  tensors: RecurrentTensors,
  gradients: Gradients,
  direction: Direction,
): Operation[] {
  const { options } = build;
  const { rows, length, size, senses, width } = tensors;
  const { suffix, level, inputSize, reverse } = direction;
  const grads: Partial<Record<string, Tensor>> = build.parameterGrads;
  const from = tensors.below(direction);
  const hidden = tensors.hidden(level);
  const [dInput, dHidden] = [gradients.fromInput(direction), gradients.fromHidden(direction)];
  const operations: Operation[] = [];
  const weight = (
    name: string,
    grad: Tensor | undefined,
    formula: string,
    reads: Tensor[],
    args: readonly number[],
  ) => {
    if (!grad) return;
    const [depth, a, b, bRow, columns] = args;
    const gemm = [width, columns, depth, a, 1, width, b, bRow, 1, grad.offset, 0, 0] as const;
    const title = stepName(options, direction, `${name} gradient`);
    operations.push({ name: title, formula, reads, writes: [grad], calls: [{ kernel: 'gemm', args: [...gemm] }] });
  };
  const bias = (name: string, grad: Tensor | undefined, z: Tensor) => {
    if (!grad) return;
    operations.push({
      name: stepName(options, direction, `${name} gradient`),
      formula: '∂L/∂b = Σ ∂L/∂zₜ over t and the batch',
      reads: [z],
      writes: [grad],
      calls: [{ kernel: 'columnSum', args: [z.offset, length * rows, width, grad.offset, 0] }],
    });
  };
  const inputs = [length * rows, dInput.offset, from.offset, inputSize, inputSize];
  weight('weight_ih', grads[`weight_ih${suffix}`], '∂L/∂W_ih = Σₜ ∂L/∂zₜ·xₜᵀ', [dInput, from], inputs);
  // Each step's gradient meets the state of the step before: the two run along, one step apart.
  const [later, earlier] = reverse ? [0, 1] : [1, 0];
  const states = [
    (length - 1) * rows,
    dHidden.offset + 4 * later * rows * width,
    hidden.offset + 4 * earlier * rows * senses * size + (reverse ? 4 * size : 0),
    senses * size,
    size,
  ];
  weight('weight_hh', grads[`weight_hh${suffix}`], '∂L/∂W_hh = Σₜ ∂L/∂zₜ·hₜ₋₁ᵀ', [dHidden, hidden], states);
  bias('bias_ih', grads[`bias_ih${suffix}`], dInput);
  bias('bias_hh', grads[`bias_hh${suffix}`], dHidden);
  return operations;
}

/** The gradient of what a layer read, from all of its directions. */
function inputGradient(
  build: BackwardBuild<RecurrentOptions>,
  { rows, length, width }: RecurrentTensors,
  gradients: Gradients,
  directions: readonly Direction[],
  to: Tensor,
): Operation {
  const { options, parameters } = build;
  const weights = directions.map(({ suffix }) => parameters[`weight_ih${suffix}`]);
  const parts = directions.map((direction) => gradients.fromInput(direction));
  const layer = options.num_layers > 1 ? `layer ${directions[0].level + 1} ` : '';
  return {
    name: `${layer}sequence gradient`,
    formula: '∂L/∂xₜ = W_ihᵀ·∂L/∂zₜ',
    reads: [...parts, ...weights],
    writes: [to],
    calls: directions.map(({ inputSize: n }, i) => ({
      kernel: 'gemm',
      args: [
        ...([length * rows, n, width, parts[i].offset, width, 1] as const),
        ...([weights[i].offset, n, 1, to.offset, 0, i > 0 ? 1 : 0] as const),
      ],
    })),
  };
}
