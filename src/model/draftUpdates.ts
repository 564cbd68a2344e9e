// What is done with the gradients of an iteration: penalties are added, then they are clipped, then each trained
// parameter is updated.
import { type Assignment, add, divide, load, max, min, multiply, scalar, sign, subtract } from '../core/elementwise.ts';
import type { Operation } from '../core/operation.ts';
import { optimizerType } from '../core/optimizers/optimizers.ts';
import { sizeOf } from '../core/shape.ts';
import type { Tensor } from '../core/tensor.ts';
import { type Arena, type DraftInstruction, gradName, scalarsName, trainedParameters, updateName } from './draft.ts';
import type { Network } from './model.ts';
import { groupsOfLayers, optimizerGroups } from './schedule.ts';

/** A trained parameter with its gradient. */
interface Trained {
  readonly layer: number;
  /** Its name within its layer. */
  readonly name: string;
  readonly parameter: Tensor;
  readonly grad: Tensor;
}

/** `observed`: each parameter's change is kept, to be looked at. */
export function draftUpdates(network: Network, arena: Arena, observed: boolean): DraftInstruction[] {
  const all = trainedParameters(network).map(({ layer, fullName }): Trained => ({
    layer: layer.index,
    name: fullName.slice(layer.name.length + 1),
    parameter: arena.fixed(fullName),
    grad: arena.fixed(gradName(fullName)),
  }));
  return [
    ...draftPenalties(network, all),
    ...draftClipping(network, all, arena),
    ...draftSteps(network, all, arena, observed),
  ];
}

function draftPenalties({ model }: Network, all: readonly Trained[]): DraftInstruction[] {
  const { l1, l2 } = model.penalties;
  if (l1 === 0 && l2 === 0) return [];
  const formula = [...(l1 ? [`${l1}·sign(w)`] : []), ...(l2 ? [`2·${l2}·w`] : [])].join(' + ');
  return all.map((one) => {
    const weight = load(one.parameter);
    let value = load(one.grad);
    if (l1) value = add(value, multiply(l1, sign(weight)));
    if (l2) value = add(value, multiply(2 * l2, weight));
    return onGradient(one, `add penalty to ${one.name}`, `g ← g + ${formula}`, value, [one.parameter]);
  });
}

/** `clip_grad_norm_` or `clip_grad_value_` of torch.nn.utils over all trained parameters. */
function draftClipping({ model, layers }: Network, all: readonly Trained[], arena: Arena): DraftInstruction[] {
  const { norm, value } = model.clip ?? {};
  if (all.length === 0) return [];
  if (value !== undefined) {
    return all.map((one) => {
      const clipped = max(min(load(one.grad), value), -value);
      return onGradient(one, `clip ${one.name}`, `g ← g, kept within ±${value}`, clipped, []);
    });
  }
  if (norm === undefined) return [];
  const total = arena.scratch('grad_norm', []);
  const coefficient = arena.scratch('clip_coefficient', []);
  // As in PyTorch: the norm of the parameters' norms.
  const norms = arena.scratch('grad_norms', [all.length]);
  const factor = min(divide(norm, add(scalar(total), 1e-6)), 1);
  const measure: Operation = {
    name: 'gradient norm',
    formula: `‖g‖ = √Σ g² over all gradients;  c = min(1, ${norm} / (‖g‖ + 1e-6))`,
    reads: all.map(({ grad }) => grad),
    writes: [norms, total, coefficient],
    calls: [
      ...all.map(({ grad }, i) => ({
        kernel: 'norm' as const,
        args: [grad.offset, sizeOf(grad.shape), norms.offset + 4 * i] as [number, number, number],
      })),
      { kernel: 'norm', args: [norms.offset, all.length, total.offset] },
      { kernel: 'elementwise', assignments: [{ to: coefficient, value: factor }], size: 1 },
    ],
  };
  return [
    { phase: 'update', layer: layers.length, operation: measure, prepare: null },
    ...all.map((one) => {
      const clipped = multiply(load(one.grad), scalar(coefficient));
      return onGradient(one, `clip ${one.name}`, 'g ← c·g', clipped, [coefficient]);
    }),
  ];
}

/** An operation that changes a gradient in place. */
function onGradient(
  { layer, grad }: Trained,
  name: string,
  formula: string,
  value: Assignment['value'],
  reads: readonly Tensor[],
): DraftInstruction {
  const calls = [{ kernel: 'elementwise' as const, assignments: [{ to: grad, value }], size: sizeOf(grad.shape) }];
  return {
    phase: 'update',
    layer,
    operation: { name, formula, reads: [grad, ...reads], writes: [grad], calls },
    prepare: null,
  };
}

function draftSteps(network: Network, all: readonly Trained[], arena: Arena, observed: boolean): DraftInstruction[] {
  const optimizer = optimizerType(network.model.optimizer.type)!;
  const scalars = arena.fixed(scalarsName);
  const groups = optimizerGroups(network);
  const groupOf = groupsOfLayers(network);
  return all.map(({ layer, name, parameter, grad }, i): DraftInstruction => {
    const group = groupOf[layer];
    const options = groups[group];
    const kept = optimizer.state(options);
    const state = Object.fromEntries(kept.map((one) => [one, arena.fixed(`${parameter.name}.${one}`)]));
    const firstScalar = group * optimizer.scalars.length;
    const assignments = optimizer.update({
      ...{ options, parameter, grad, state },
      scalar: (figure) => scalar(scalars, firstScalar + optimizer.scalars.indexOf(figure)),
    });
    const size = sizeOf(parameter.shape);
    const update = observed ? arena.fixed(updateName(parameter.name)) : null;
    const step = { kernel: 'elementwise', assignments, size } as const;
    return {
      phase: 'update',
      layer,
      prepare: i === 0 ? 'scalars' : null,
      own: update && [1, 2],
      operation: {
        name: `update ${name}`,
        formula: optimizer.formula(options),
        reads: [parameter, grad, ...Object.values(state)],
        writes: [parameter, ...Object.values(state), ...(update ? [update] : [])],
        calls: update ? [before(parameter, update), step, change(parameter, update)] : [step],
      },
    };
  });
}

function before(parameter: Tensor, update: Tensor): Operation['calls'][number] {
  return { kernel: 'copy', args: [parameter.offset, 4 * sizeOf(parameter.shape), update.offset] };
}

function change(parameter: Tensor, update: Tensor): Operation['calls'][number] {
  const value = subtract(load(parameter), load(update));
  return { kernel: 'elementwise', assignments: [{ to: update, value }], size: sizeOf(parameter.shape) };
}
