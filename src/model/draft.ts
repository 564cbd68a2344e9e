// One iteration of a network drafted as operations, for batches of a given number of rows: forward in layer order, the
// loss, backward in reverse order (the update is drafted in draftUpdates.ts). Which tensor lies where is asked of the arena.
import type { Expression } from '../core/elementwise.ts';
import { layerType } from '../core/layers/layers.ts';
import type { LayerBuild } from '../core/layers/layer.ts';
import { lossType } from '../core/losses/losses.ts';
import type { Operation } from '../core/operation.ts';
import { type Shape, shapeText, sizeOf } from '../core/shape.ts';
import type { DType, Tensor } from '../core/tensor.ts';
import type { Network, NetworkLayer } from './model.ts';
import type { Instruction, Phase } from './program.ts';

/** Hands out tensors by name: the same name gives the same place, whatever the rows. */
export interface Arena {
  /** [rows, ...shape] for this draft's rows, laid out for the most rows. */
  batched(name: string, shape: Shape): Tensor;
  /** A tensor whose shape may hold rows; laid out when first asked for, by the draft of the most rows. */
  scratch(name: string, shape: Shape, dtype?: DType): Tensor;
  /** A tensor that keeps these values, one an element of `shape`; `shape` may hold rows, as of a scratch tensor. */
  constant(name: string, shape: Shape, valueAt: (index: number) => number): Tensor;
  /** A tensor that was laid out before: parameters, their gradients, state. */
  fixed(name: string): Tensor;
}

export interface DraftInstruction {
  readonly phase: Phase;
  readonly layer: number;
  readonly operation: Operation;
  readonly prepare: Instruction['prepare'];
  /** null where left out. */
  readonly own?: Instruction['own'];
}

/** Where rows are taken from: the data in memory and the indices of the batch. */
export interface BatchSource {
  readonly x: Tensor;
  readonly y: Tensor;
}

export const scalarsName = 'optimizer.scalars';
/** The number of the iteration, from 0: what layers that draw (dropout) seed their draws with. */
export const iterationName = 'run.iteration';
export const gradName = (name: string): string => `${name}.grad`;
export const updateName = (name: string): string => `${name}.update`;
export const outputName = (layer: { readonly name: string }): string => `${layer.name}.output`;

/** For each layer, whether the loss's gradient flows through its output: it is reached from the loss, and something trained stands at or before it. */
function gradientFlow(network: Network): readonly boolean[] {
  const reached = new Set<number>([network.layers.length - 1]);
  for (let i = network.layers.length - 1; i >= 0; i--)
    if (reached.has(i)) network.layers[i].inputs.forEach((input) => reached.add(input));
  const learns: boolean[] = [];
  for (const layer of network.layers) {
    learns.push(
      layer.parameters.some((parameter) => parameter.trained) ||
        layer.inputs.some((input) => input >= 0 && learns[input]),
    );
  }
  return learns.map((learning, i) => learning && reached.has(i));
}

/** The parameters that are updated, in `named_parameters()` order, with their layer. */
export function trainedParameters(network: Network): { layer: NetworkLayer; fullName: string; shape: Shape }[] {
  const flows = gradientFlow(network);
  return network.layers.flatMap((layer) =>
    flows[layer.index]
      ? layer.parameters
          .filter((parameter) => parameter.trained)
          .map(({ fullName, shape }) => ({ layer, fullName, shape }))
      : [],
  );
}

function layerBuild(
  network: Network,
  layer: NetworkLayer,
  rows: number,
  arena: Arena,
  mode: LayerBuild['mode'],
): LayerBuild {
  const buffers = layerType(layer.type)!.buffers?.(layer.options, layer.inputShapes) ?? [];
  return {
    mode,
    buffers: Object.fromEntries(buffers.map(({ name }) => [name, arena.fixed(`${layer.name}.${name}`)])),
    random: { seed: network.model.seed, layer: layer.index, iteration: arena.fixed(iterationName) },
    options: layer.options,
    rows,
    inputs: layer.inputs.map((input) =>
      input < 0
        ? arena.batched('input', network.dataset.sampleShape)
        : arena.batched(outputName(network.layers[input]), network.layers[input].outputShape),
    ),
    output: arena.batched(outputName(layer), layer.outputShape),
    parameters: Object.fromEntries(
      layer.parameters.map((parameter) => [parameter.name, arena.fixed(parameter.fullName)]),
    ),
    scratch: (name, shape, dtype) => arena.scratch(`${layer.name}.${name}`, shape, dtype),
  };
}

/** Forward through all layers. */
export function draftForward(
  network: Network,
  rows: number,
  arena: Arena,
  mode: LayerBuild['mode'],
): DraftInstruction[] {
  return network.layers.flatMap((layer) =>
    layerType(layer.type)!
      .forward(layerBuild(network, layer, rows, arena, mode))
      .map((operation): DraftInstruction => ({ phase: 'forward', layer: layer.index, operation, prepare: null })),
  );
}

function lossBuild(network: Network, rows: number, arena: Arena) {
  const last = network.layers[network.layers.length - 1];
  const { targetShape, targetType } = network.dataset;
  return {
    options: network.model.loss.options,
    input: arena.batched(outputName(last), last.outputShape),
    target: arena.scratch('target', [rows, ...targetShape], targetType),
    loss: arena.scratch('loss', []),
    scratch: (name: string, shape: Shape, dtype?: DType) => arena.scratch(`loss.${name}`, shape, dtype),
    constant: (name: string, shape: Shape, valueAt: (index: number) => number) =>
      arena.constant(`loss.${name}`, shape, valueAt),
  };
}

/** The loss of the output against the targets. */
export function draftLoss(network: Network, rows: number, arena: Arena): DraftInstruction[] {
  const type = lossType(network.model.loss.type)!;
  return type
    .forward(lossBuild(network, rows, arena))
    .map((operation) => ({ phase: 'loss', layer: network.layers.length, operation, prepare: null }));
}

/** Gathers the rows of the batch whose indices stand in `batch`. */
function draftData(network: Network, rows: number, arena: Arena, source: BatchSource): DraftInstruction {
  const { sampleShape, targetShape, targetType } = network.dataset;
  const input = arena.batched('input', sampleShape);
  const target = arena.scratch('target', [rows, ...targetShape], targetType);
  const index = arena.scratch('batch', [rows], 'int32');
  return {
    phase: 'data',
    layer: -1,
    prepare: 'batch',
    operation: {
      name: 'next batch',
      formula: `x = X[batch], y = Y[batch]  ${shapeText(input.shape)}`,
      reads: [],
      writes: [index, input, target],
      calls: [
        { kernel: 'gatherRows', args: [source.x.offset, index.offset, rows, sizeOf(sampleShape), input.offset] },
        { kernel: 'gatherRows', args: [source.y.offset, index.offset, rows, sizeOf(targetShape), target.offset] },
      ],
    },
  };
}

/** Who uses each layer's output, in the order in which their gradients arrive. */
function consumersOf(network: Network): string[][] {
  const consumers: string[][] = network.layers.map(() => []);
  consumers[network.layers.length - 1].push('loss');
  for (const layer of [...network.layers].reverse()) {
    layer.inputs.forEach((input, slot) => input >= 0 && consumers[input].push(`${layer.name}.${slot}`));
  }
  return consumers;
}

/** Backward from the loss to the first layer that learns. */
function draftBackward(network: Network, rows: number, arena: Arena): DraftInstruction[] {
  const flows = gradientFlow(network);
  const live = new Set(
    network.layers
      .filter((layer) => flows[layer.index])
      .flatMap((layer) => layer.inputs.map((_, slot) => `${layer.name}.${slot}`)),
  );
  const consumers = consumersOf(network).map((list) =>
    list.filter((consumer) => consumer === 'loss' || live.has(consumer)),
  );
  // With one consumer its gradient is the output's; with more each has a tensor of its own and they are added.
  const edgeGrad = (source: number, consumer: string): Tensor => {
    const { outputShape } = network.layers[source];
    const grad = gradName(outputName(network.layers[source]));
    return arena.batched(consumers[source].length > 1 ? `${grad}@${consumer}` : grad, outputShape);
  };
  const drafts: DraftInstruction[] = [];
  const last = network.layers.length - 1;
  if (!flows[last]) return drafts;
  const loss = lossType(network.model.loss.type)!;
  for (const operation of loss.backward({ ...lossBuild(network, rows, arena), inputGrad: edgeGrad(last, 'loss') })) {
    drafts.push({ phase: 'backward', layer: network.layers.length, operation, prepare: null });
  }
  for (let i = last; i >= 0; i--) {
    if (!flows[i]) continue;
    const layer = network.layers[i];
    const outputGrad = arena.batched(gradName(outputName(layer)), layer.outputShape);
    const push = (operation: Operation) => drafts.push({ phase: 'backward', layer: i, operation, prepare: null });
    if (consumers[i].length > 1)
      push(
        addGradients(
          outputGrad,
          consumers[i].map((consumer) => edgeGrad(i, consumer)),
        ),
      );
    layerType(layer.type)!
      .backward({
        ...layerBuild(network, layer, rows, arena, 'train'),
        outputGrad,
        inputGrads: layer.inputs.map((input, slot) =>
          input >= 0 && flows[input] ? edgeGrad(input, `${layer.name}.${slot}`) : null,
        ),
        parameterGrads: Object.fromEntries(
          layer.parameters
            .filter((parameter) => parameter.trained)
            .map((parameter) => [parameter.name, arena.fixed(gradName(parameter.fullName))]),
        ),
      })
      .forEach(push);
  }
  return drafts;
}

function addGradients(sum: Tensor, parts: readonly Tensor[]): Operation {
  const [first, ...rest] = parts.map((tensor) => ({ op: 'load', tensor }) as const);
  const value = rest.reduce((a: Expression, b) => ({ op: 'add', a, b }), first);
  return {
    name: 'add gradients',
    formula: `∂L/∂y = Σ over ${parts.length} uses`,
    reads: parts,
    writes: [sum],
    calls: [{ kernel: 'elementwise', assignments: [{ to: sum, value }], size: sizeOf(sum.shape) }],
  };
}

/** The iteration up to the gradients; what is done with them is drafted in draftUpdates.ts. */
export function draftPasses(network: Network, rows: number, arena: Arena, source: BatchSource): DraftInstruction[] {
  return [
    draftData(network, rows, arena, source),
    ...draftForward(network, rows, arena, 'train'),
    ...draftLoss(network, rows, arena),
    ...draftBackward(network, rows, arena),
  ];
}
