// The loss surface: the loss over a plane through the present weights, from coarse to fine, on a network of its own that
// has the run's weights and buffers; and where on that plane the run has been.
import type { KernelModule } from '../../core/kernels/kernels.ts';
import { sizeOf } from '../../core/shape.ts';
import { floats } from '../../core/tensor.ts';
import { text, type Text } from '../../core/text.ts';
import { Part } from '../../data/part.ts';
import { Evaluator } from '../../machine/evaluator.ts';
import {
  type Block,
  coarseToFine,
  type Directions,
  pathDirections,
  pathOn,
  randomDirections,
  type SurfaceAxes,
  type SurfacePath,
  weightDirections,
} from '../../machine/experiments/lossSurface.ts';
import { Machine } from '../../machine/machine.ts';
import { persistentTensors } from '../../machine/machineOptions.ts';
import type { Network } from '../../model/model.ts';
import { workOfRow } from '../../model/workOfRow.ts';
import type { SurfaceResult } from '../../protocol/experiment.ts';
import type { Weights } from '../understand.ts';
import type { SideWork, Stage } from './sideWork.ts';

export interface SurfaceSurroundings {
  readonly machine: Machine;
  /** That the file starts from. */
  readonly weights: Weights | null;
  readonly loadKernels: () => Promise<KernelModule>;
  readonly now: () => number;
}

/** 2ᵏ + 1. */
const size = 33;
const firstStride = 4;
/** Multiply-adds of one point of the surface. */
const workOfPoint = 1e7;
const [fewestRows, mostRows] = [32, 512];
/** Milliseconds that a finer grid may take. */
const patience = 60_000;
const mostParameters = 2e7;
/** Numbers of the past that are held at once, and moments of it. */
const mostPast = 2e7;
const mostMoments = 60;
/** With fewer checkpoints than these the run is so short that it is made again. */
const fewCheckpoints = 30;

export function refuseSurface(machine: Machine, axes: SurfaceAxes): Text | null {
  const { network } = machine;
  if (network.parameterCount > mostParameters)
    return text(
      'This network has {0} parameters. A surface takes a thousand evaluations and is drawn up to {1}.',
      network.parameterCount,
      mostParameters,
    );
  const { blocks } = blocksOf(network);
  if (blocks.length === 0) return text('Nothing here is trained.');
  if (axes.kind === 'random' && !blocks.some(({ shape }) => shape.length > 1))
    return text('There are no filters here along which a random direction could be drawn: choose two weights.');
  if (axes.kind === 'path' && machine.iteration < 2)
    return text('The run has made no way yet: step at least twice, or take random directions.');
  if (axes.kind === 'weights' && !weightDirections(1, blocks, axes.x, axes.y))
    return text('Choose two different trained weights.');
  return null;
}

/** Takes the moment as it is now. */
export function createSurface(
  { machine, weights, loadKernels, now }: SurfaceSurroundings,
  axes: SurfaceAxes,
  wish: number,
): SideWork {
  const { network, iteration } = machine;
  const { blocks, length } = blocksOf(network);
  const present = new Float32Array(length);
  for (const { name, offset } of blocks) present.set(floats(machine.memory, machine.tensor(name)!), offset);
  const state = persistentTensors(machine.program, machine.memory);
  const replays = machine.firstTick === 0 && machine.past().length < fewCheckpoints;
  const checkpoints = replays ? [] : machine.past();
  const { program } = machine;
  const edits = machine.hand.all;
  const train = someRows(
    network,
    Math.max(fewestRows, Math.min(mostRows, Math.floor(workOfPoint / workOfRow(network)))),
  );
  const losses = new Float32Array(size * size).fill(NaN);
  let stride = 2 * firstStride;
  let path: SurfacePath = { iterations: [iteration], x: [0], y: [0], share: NaN };
  let reach: readonly [number, number] = [wish, wish];
  let origin: readonly [number, number] = [0, 0];
  let coarse = false;

  /** The weights at some moments before the present, the start first. */
  async function* past(): AsyncGenerator<{ iteration: number; values: Float32Array } | null, void> {
    const most = Math.max(2, Math.min(mostMoments, Math.floor(mostPast / length)));
    if (!replays) {
      for (let i = 0; i < Math.min(most, checkpoints.length); i++) {
        const chosen = checkpoints[Math.floor((i * checkpoints.length) / Math.min(most, checkpoints.length))];
        const values = new Float32Array(length);
        for (const block of blocks) {
          const from = program.tensors.get(block.name)!.tensor.offset - program.persistent.from;
          values.set(new Float32Array(chosen.bytes.slice(from, from + 4 * block.size).buffer), block.offset);
        }
        if (chosen.iteration < iteration) yield { iteration: chosen.iteration, values };
      }
      return;
    }
    if (iteration === 0) return;
    const again = new Machine(network, await loadKernels(), {
      historyLimit: null,
      observed: false,
      weights: weights ?? undefined,
      edits,
    });
    const moments = Math.min(most, iteration);
    for (let i = 0; i < moments; i++) {
      const target = Math.floor((i * iteration) / moments) * again.program.instructions.length;
      while (again.tick < target) {
        again.advanceTo(Math.min(target, again.tick + 1));
        yield null;
      }
      const values = new Float32Array(length);
      for (const { name, offset } of blocks) values.set(floats(again.memory, again.tensor(name)!), offset);
      yield { iteration: again.iteration, values };
    }
  }

  async function* stages(): AsyncGenerator<Stage, void> {
    const total = size * size;
    const then: { iteration: number; values: Float32Array }[] = [];
    for await (const moment of past()) {
      if (moment) then.push(moment);
      yield { done: 0, total };
    }
    const values = then.map((moment) => moment.values);
    const directions = directionsOf(axes, present, blocks, values);
    if (!directions) return;
    path = pathOn(
      directions,
      present,
      values,
      then.map((moment) => moment.iteration),
      iteration,
    );
    if (axes.kind === 'path') reach = [1.25 * wish, 1.25 * wish];
    if (axes.kind === 'weights') {
      origin = [valueAt(axes.x), valueAt(axes.y)];
      const far = (value: number) => wish * Math.max(1, 2 * Math.abs(value));
      reach = [far(origin[0]), far(origin[1])];
    }
    yield { done: 0, total };
    const side = new Machine(train.network, await loadKernels(), {
      historyLimit: null,
      observed: false,
      sharesSpace: true,
      weights: state,
    });
    const evaluator = new Evaluator(side);
    const targets = blocks.map(({ name, offset, size: count }) => ({ tensor: side.tensor(name)!, offset, count }));
    const begun = now();
    let done = 0;
    for (const point of coarseToFine(size, firstStride)) {
      if (point.stride < stride && done > 0) {
        stride = 2 * point.stride;
        // Each finer grid has about three times as many points as all before.
        coarse = ((now() - begun) / done) * 3 * done > patience;
        if (coarse) return;
      }
      const row = Math.floor(point.index / size);
      const a = (((point.index % size) * 2) / (size - 1) - 1) * reach[0];
      const b = ((row * 2) / (size - 1) - 1) * reach[1];
      for (const { tensor, offset, count } of targets) {
        const out = floats(side.memory, tensor);
        const [u, v] = directions;
        for (let i = 0, at = offset; i < count; i++, at++) out[i] = present[at] + a * u[at] + b * v[at];
      }
      const loss = evaluator.metrics('train')!.loss;
      losses[point.index] = Number.isFinite(loss) ? loss : Infinity;
      yield { done: ++done, total };
    }
    stride = 1;
  }

  const valueAt = ({ tensor, index }: { tensor: string; index: number }): number =>
    present[blocks.find(({ name }) => name === tensor)!.offset + index];

  return {
    stages: stages(),
    result: (): SurfaceResult => ({
      kind: 'surface',
      axes,
      size,
      stride,
      reach,
      origin,
      losses: losses.slice(),
      centre: losses[(size * size - 1) / 2],
      path,
      iteration,
      rows: train.rows,
      allRows: network.dataset.train.rows,
      coarse,
    }),
  };
}

function directionsOf(
  axes: SurfaceAxes,
  present: Float32Array,
  blocks: readonly Block[],
  past: readonly Float32Array[],
): Directions | null {
  if (axes.kind === 'random') return randomDirections(present, blocks, axes.seed);
  if (axes.kind === 'weights') return weightDirections(present.length, blocks, axes.x, axes.y);
  // A way along a line has one direction: the other is then one at random.
  return pathDirections(present, past) ?? randomDirections(present, blocks, 0);
}

function blocksOf({ layers }: Network): { readonly blocks: readonly Block[]; readonly length: number } {
  let length = 0;
  const blocks = layers
    .flatMap(({ parameters }) => parameters)
    .filter(({ trained }) => trained)
    .map(({ fullName, shape }) => {
      const block = { name: fullName, shape, offset: length, size: sizeOf(shape) };
      length += block.size;
      return block;
    });
  return { blocks, length };
}

/** The network on evenly chosen rows of the training part. */
function someRows(network: Network, most: number): { readonly network: Network; readonly rows: number } {
  const { dataset } = network;
  const { train } = dataset;
  const rows = Math.min(most, train.rows);
  const chosen = Array.from({ length: rows }, (_, i) => Math.floor((i * train.rows) / rows));
  const pick = <A extends Float32Array | Int32Array>(values: A): A => {
    const width = values.length / train.rows;
    const picked = values.slice(0, rows * width) as A;
    chosen.forEach((row, i) => picked.set(values.subarray(row * width, (row + 1) * width), i * width));
    return picked;
  };
  const part = new Part(rows, { x: pick(train.x), y: pick(train.y) });
  const test = new Part(0, { x: dataset.test.x.slice(0, 0), y: dataset.test.y.slice(0, 0) });
  const batchSize = Math.min(network.batchSize, rows);
  return {
    rows,
    network: { ...network, dataset: { ...dataset, train: part, test }, batchSize, batches: 1, lastBatch: batchSize },
  };
}
