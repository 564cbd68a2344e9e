// Compiles a network: plans the memory once, drafts an iteration for each number of rows that occurs, assembles the
// elementwise code. Afterwards a step allocates nothing.
import { assemble } from '../core/elementwise/assemble.ts';
import { layerType } from '../core/layers/layers.ts';
import { type MemoryPlan, planMemory } from '../core/memory.ts';
import type { Call } from '../core/operation.ts';
import { optimizerType } from '../core/optimizers/optimizers.ts';
import type { Shape } from '../core/shape.ts';
import type { DType, Tensor } from '../core/tensor.ts';
import { createArena } from './arena.ts';
import {
  type BatchSource,
  type DraftInstruction,
  draftForward,
  draftPasses,
  draftLoss,
  gradName,
  iterationName,
  outputName,
  scalarsName,
  trainedParameters,
  updateName,
} from './draft.ts';
import { draftUpdates } from './draftUpdates.ts';
import type { Network } from './model.ts';
import type { CodeBlock, Instruction, PreparedCall, Program, ProgramTensor } from './program.ts';
import { groupsOfLayers, optimizerGroups } from './schedule.ts';
import { nothingShared, placedIn, type SharedSpace, shareSpace } from './shareSpace.ts';

export interface CompileOptions {
  /** First free byte of the memory. */
  readonly base: number;
  /** Keep each parameter's last change, to be looked at. */
  readonly observed: boolean;
  /** Nobody looks at outputs and gradients: ones that are never needed at once share space, and can't be asked for. */
  readonly sharesSpace?: boolean;
}

/** The data in memory: [rows, ...] of each part. */
export interface DataTensors {
  readonly train: BatchSource;
  readonly test: BatchSource;
}

export interface CompiledNetwork {
  readonly program: Program;
  readonly data: DataTensors;
}

export function compile(network: Network, { base, observed, sharesSpace = false }: CompileOptions): CompiledNetwork {
  const plan = planMemory(base);
  const fixed = new Map<string, Tensor>();
  const place = (name: string, shape: Shape, dtype?: DType) => fixed.set(name, plan.add(name, shape, dtype));
  const from = plan.end;
  const optimizer = optimizerType(network.model.optimizer.type)!;
  for (const layer of network.layers)
    for (const parameter of layer.parameters) place(parameter.fullName, parameter.shape);
  for (const layer of network.layers) {
    for (const { name, shape, dtype } of layerType(layer.type)!.buffers?.(layer.options, layer.inputShapes) ?? [])
      place(`${layer.name}.${name}`, shape, dtype);
  }
  const trained = trainedParameters(network);
  const groups = optimizerGroups(network);
  const groupOf = groupsOfLayers(network);
  for (const { layer, fullName, shape } of trained) {
    for (const name of optimizer.state(groups[groupOf[layer.index]])) place(`${fullName}.${name}`, shape);
  }
  place(scalarsName, [groups.length * optimizer.scalars.length]);
  place(iterationName, [], 'int32');
  const persistent = { from, to: plan.end };
  const data = { train: placeData(plan, network, 'train'), test: placeData(plan, network, 'test') };

  const rowCounts = [...new Set([network.batchSize, network.lastBatch])];
  /** The iteration with what it makes anew each time, gradients too, laid out by `transients`. */
  const draftWith = (transients: MemoryPlan) => {
    const all = new Map(fixed);
    for (const { fullName, shape } of trained) {
      for (const name of observed ? [gradName(fullName), updateName(fullName)] : [gradName(fullName)])
        all.set(name, transients.add(name, shape));
    }
    const arena = createArena(transients, all);
    const drafts = rowCounts.map((rows) => [
      ...draftPasses(network, rows, arena.forRows(rows), data.train),
      ...draftUpdates(network, arena.forRows(rows), observed),
    ]);
    return { all, arena, drafts };
  };
  const shared = sharesSpace ? shareSpace(plan, draftWith) : nothingShared;
  const { all, arena, drafts } = draftWith(placedIn(plan, shared));
  const { variants, code } = prepare(plan, rowCounts, drafts);
  return {
    data,
    program: {
      network,
      instructions: drafts[0].map(describe),
      variants,
      tensors: tensorTable(drafts[0], [...all.values()], arena, network.lastBatch, shared),
      persistent,
      shared: { from: shared.from, to: shared.to },
      code: [...code, ...arena.constants],
      bytes: plan.end,
    },
  };
}

/** Forward and loss alone, in tensors of their own that share the parameters: evaluation without disturbing what is looked at. */
export interface Evaluation {
  readonly rows: number;
  readonly input: Tensor;
  readonly target: Tensor;
  readonly output: Tensor;
  /** Of every layer. */
  readonly outputs: readonly Tensor[];
  /** Input, target and all that is written on the way, by name, as for the most rows. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly loss: Tensor;
  /** The loss's scratch tensor `divisor` (`LossType.batchWeight`); meaningless for a loss without one. */
  readonly divisor: Tensor;
  readonly code: readonly CodeBlock[];
  readonly forward: (rows: number) => readonly PreparedCall[];
  readonly lossCalls: (rows: number) => readonly PreparedCall[];
  readonly bytes: number;
}

/** `rowCounts`: the batches that will be asked for, the largest first. */
export function compileEvaluation(
  network: Network,
  program: Program,
  base: number,
  rowCounts: readonly number[],
): Evaluation {
  const plan = planMemory(base);
  const kept = [...program.tensors].filter(
    ([
      ,
      {
        tensor: { offset },
      },
    ]) => offset >= program.persistent.from && offset < program.persistent.to,
  );
  const arena = createArena(plan, new Map(kept.map(([name, { tensor }]) => [name, tensor])));
  const forwardDrafts = rowCounts.map((rows) => draftForward(network, rows, arena.forRows(rows), 'eval'));
  const forward = prepare(plan, rowCounts, forwardDrafts);
  const lossDrafts = rowCounts.map((rows) => draftLoss(network, rows, arena.forRows(rows)));
  const loss = prepare(plan, rowCounts, lossDrafts);
  const full = arena.forRows(rowCounts[0]);
  const last = network.layers[network.layers.length - 1];
  const { dataset } = network;
  const input = full.batched('input', dataset.sampleShape);
  const target = full.scratch('target', [rowCounts[0], ...dataset.targetShape], dataset.targetType);
  const written = [...forwardDrafts[0], ...lossDrafts[0]].flatMap(({ operation }) => operation.writes);
  const callsOf = (prepared: typeof forward) => (rows: number) =>
    prepared.variants.find((variant) => variant.rows === rows)!.calls.flat();
  return {
    rows: rowCounts[0],
    input,
    target,
    tensors: new Map([input, target, ...written].map((tensor) => [tensor.name, tensor])),
    output: full.batched(`${last.name}.output`, last.outputShape),
    outputs: network.layers.map((layer) => full.batched(outputName(layer), layer.outputShape)),
    loss: full.scratch('loss', []),
    divisor: full.scratch('loss.divisor', []),
    code: [...forward.code, ...loss.code, ...arena.constants],
    forward: callsOf(forward),
    lossCalls: callsOf(loss),
    bytes: plan.end,
  };
}

function placeData(plan: MemoryPlan, network: Network, part: 'train' | 'test'): BatchSource {
  const { sampleShape, targetShape, targetType } = network.dataset;
  const { rows } = network.dataset[part];
  return {
    x: plan.add(`data.${part}.x`, [rows, ...sampleShape]),
    y: plan.add(`data.${part}.y`, [rows, ...targetShape], targetType),
  };
}

function describe({ phase, layer, operation, prepare, own = null }: DraftInstruction): Instruction {
  const names = (tensors: readonly Tensor[]) => [...new Set(tensors.map((tensor) => tensor.name))];
  return {
    phase,
    layer,
    name: operation.name,
    formula: operation.formula,
    reads: names(operation.reads),
    writes: names(operation.writes),
    prepare,
    own,
  };
}

/** Calls with their arguments, elementwise code assembled and given a place. */
function prepare(plan: MemoryPlan, rowCounts: readonly number[], drafts: readonly (readonly DraftInstruction[])[]) {
  const code: CodeBlock[] = [];
  const prepareCall = (call: Call): PreparedCall => {
    if (call.kernel !== 'elementwise') return call;
    const words = assemble(call.assignments);
    const { offset } = plan.add('code', [words.length], 'int32');
    code.push({ offset, words });
    return { kernel: 'elementwise', args: [offset, call.size] };
  };
  const variants = drafts.map((draft, i) => ({
    rows: rowCounts[i],
    calls: draft.map(({ operation }) => operation.calls.map(prepareCall)),
  }));
  return { variants, code };
}

function tensorTable(
  draft: readonly DraftInstruction[],
  fixed: readonly Tensor[],
  arena: ReturnType<typeof createArena>,
  lastRows: number,
  shared: SharedSpace,
): ReadonlyMap<string, ProgramTensor> {
  const writers = new Map<string, number>();
  const firstWriters = new Map<string, number>();
  draft.forEach(({ operation }, i) => {
    for (const { name } of operation.writes) {
      writers.set(name, i);
      if (!firstWriters.has(name)) firstWriters.set(name, i);
    }
  });
  const table = new Map<string, ProgramTensor>();
  for (const tensor of fixed) {
    if (shared.offsets.has(tensor.name)) continue;
    // Parameters and state have their value before any instruction; gradients and updates only once written: gradients
    // by the backward pass, whatever penalties and clipping make of them later.
    const transient = tensor.name.endsWith('.grad') || tensor.name.endsWith('.update');
    table.set(tensor.name, {
      tensor,
      writer: transient ? (firstWriters.get(tensor.name) ?? -1) : -1,
      lastShape: tensor.shape,
    });
  }
  for (const tensor of arena.laidOut.values()) {
    const writer = writers.get(tensor.name);
    if (writer === undefined || shared.offsets.has(tensor.name)) continue;
    table.set(tensor.name, { tensor, writer, lastShape: arena.shapes.get(lastRows)!.get(tensor.name)! });
  }
  return table;
}
