// The comparison: the file under other inits, activations or learning rates, each run for its first iterations from the
// same seed in a memory of its own.
import { text, type Text } from '../../core/text.ts';
import { Machine } from '../../machine/machine.ts';
import { drawParameters } from '../../machine/initialise.ts';
import { spreadOf, spreadScratchBytes } from '../../machine/experiments/spread.ts';
import {
  changedLayers,
  type Compared,
  essenceOf,
  type VariantChange,
  variantFix,
  variantsOf,
} from '../../machine/experiments/variants.ts';
import { gradName, outputName } from '../../model/draft.ts';
import { applyEdits } from '../../model/edit.ts';
import type { Network } from '../../model/model.ts';
import type { ComparedVariant, ComparisonResult } from '../../protocol/experiment.ts';
import type { KernelModule } from '../../core/kernels/kernels.ts';
import type { Opened } from '../understand.ts';
import type { SideWork, Stage } from './sideWork.ts';

export interface ComparisonSurroundings {
  readonly opened: Opened;
  /** The text that says it. */
  readonly source: string;
  /** Reads an edited text; null where it has mistakes. */
  readonly read: (text: string) => Promise<Opened | null>;
  readonly loadKernels: () => Promise<KernelModule>;
  readonly now: () => number;
}

const wanted = 100;
const fewest = 5;
/** Milliseconds that the whole comparison is to take at most, where that leaves the fewest iterations. */
const patience = 30_000;
/** Each variant has a memory of its own. */
const mostParameters = 4e6;
/** A picture has no room for more. */
const mostLayers = 120;

interface Candidate {
  readonly change: VariantChange;
  readonly opened: Opened;
  readonly current: boolean;
}

/** Why a comparison can't be made; null where it can. */
export function refuseComparison({ opened }: ComparisonSurroundings, compared: Compared): Text | null {
  const { network } = opened;
  if (network.parameterCount > mostParameters)
    return text(
      'This network has {0} parameters. A comparison trains it a dozen times beside the run and is made up to {1}.',
      network.parameterCount,
      mostParameters,
    );
  if (compared === 'init' && network.model.weights !== null)
    return text('The weights come from {0}: no init has a say in them.', network.model.weights);
  if (compared !== 'lr' && changedLayers(network, compared).length === 0)
    return compared === 'init'
      ? text('No layer has weights that an init draws.')
      : text('There is no activation between the layers that could be another.');
  return null;
}

export function createComparison(
  surroundings: ComparisonSurroundings,
  compared: Compared,
  layer: string | null,
): SideWork {
  const { network } = surroundings.opened;
  const every = Math.ceil(network.layers.length / mostLayers);
  const measured = network.layers.filter(({ index }) => index % every === 0).map(({ name }) => name);
  let variants: ComparedVariant[] = [];
  let iterations = wanted;

  async function* stages(): AsyncGenerator<Stage, void> {
    const candidates: Candidate[] = [];
    yield { done: 0, total: 1 };
    for await (const candidate of readAll(surroundings, compared, layer)) {
      if (candidate) candidates.push(candidate);
      yield { done: 0, total: 1 };
    }
    variants = candidates.map(({ change, current }) => ({
      change,
      current,
      losses: [],
      activations: null,
      gradients: null,
    }));
    let total = candidates.length * iterations;
    let timed = 0;
    for (const [i, candidate] of candidates.entries()) {
      const set = (change: Partial<ComparedVariant>) => (variants[i] = { ...variants[i], ...change });
      const { opened } = candidate;
      const drawing = drawParameters(opened.network);
      let drawn = drawing.next();
      for (; !drawn.done; drawn = drawing.next()) yield { done: i * iterations, total };
      const machine = new Machine(opened.network, await surroundings.loadKernels(), {
        historyLimit: null,
        observed: false,
        weights: opened.weights ?? undefined,
        drawn: drawn.value,
      });
      const { instructions } = machine.program;
      const measureAt = instructions.findLastIndex(({ phase }) => phase !== 'update') + 1;
      while (machine.iteration < iterations && !broken(machine)) {
        machine.advanceTo(machine.tick + 1);
        if (machine.tick === measureAt) set(spreads(machine, opened.network, every));
        if (machine.tick % instructions.length === 0) set({ losses: lossesOf(machine) });
        // The second iteration of the first variant tells how many there is time for: the first has more to do.
        if (i === 0 && machine.tick === instructions.length) timed = surroundings.now();
        if (i === 0 && machine.tick === 2 * instructions.length) {
          const each = surroundings.now() - timed;
          iterations = Math.max(fewest, Math.min(wanted, Math.floor(patience / (each * candidates.length))));
          total = candidates.length * iterations;
        }
        yield { done: i * iterations + machine.tick / instructions.length, total };
      }
      set({ losses: lossesOf(machine) });
    }
  }

  return {
    stages: stages(),
    result: (): ComparisonResult => ({
      kind: 'comparison',
      compared,
      layer,
      layers: measured,
      iterations,
      wanted,
      variants,
    }),
  };
}

/** Those that fit, each once; null for one that doesn't. */
async function* readAll(
  { opened, source, read }: ComparisonSurroundings,
  compared: Compared,
  layer: string | null,
): AsyncGenerator<Candidate | null, void> {
  const { network } = opened;
  const seen = new Set<string>();
  const fileSays = essenceOf(network);
  const fits = new Map<string, VariantChange>();
  const later: Candidate[] = [];
  for (const change of variantsOf(network, compared, layer)) {
    if (change.value === undefined) continue;
    const fix = variantFix(source, network, change);
    const other = fix && (await read(applyEdits(source, fix.edits)));
    const essence = other && essenceOf(other.network);
    if (!other || essence === null || seen.has(essence)) {
      yield null;
      continue;
    }
    seen.add(essence);
    fits.set(essence, change);
    later.push({ change, opened: other, current: essence === fileSays });
    yield null;
  }
  // What the file says has no name of its own here: it is compared as it is.
  if (!seen.has(fileSays)) yield { change: variantsOf(network, compared, layer)[0], opened, current: true };
  for (const candidate of later) yield candidate;
}

function spreads(machine: Machine, { layers }: Network, every: number): Partial<ComparedVariant> {
  const scratch = machine.free;
  machine.claim(scratch + spreadScratchBytes);
  const chosen = layers.filter(({ index }) => index % every === 0);
  const nothing = { low: NaN, quarter: NaN, median: NaN, threeQuarters: NaN, high: NaN, zeros: NaN, notFinite: NaN };
  return {
    activations: chosen.map((layer) => spreadOf(machine, outputName(layer), scratch) ?? nothing),
    gradients: chosen.map((layer) => spreadOf(machine, gradName(outputName(layer)), scratch)),
  };
}

const lossesOf = (machine: Machine): number[] => [
  ...machine.losses.upTo(Math.ceil(machine.tick / machine.program.instructions.length)),
];

/** The loss is no number any more: nothing comes of going on. */
const broken = (machine: Machine): boolean =>
  machine.iteration > 0 && !Number.isFinite(machine.losses.at(machine.iteration - 1));
