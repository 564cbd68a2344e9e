// Looks at one iteration: gradients through depth, how far weights moved, units that are twins of each other.
import { sizeOf } from '../../core/shape.ts';
import { floats, type Tensor } from '../../core/tensor.ts';
import { gradName, outputName, updateName } from '../../model/draft.ts';
import type { Machine } from '../machine.ts';
import type { InitialEvidence, Probe, WeightProbe } from './evidence.ts';
import type { NetworkFacts, WeightedLayer } from './facts.ts';
import { twinUnits } from './twins.ts';
import { countOf, markAlive, unitAxis } from './units.ts';

/** Figures of `kernels.statistics`. */
const statisticsBytes = 9 * 8;
/** Elements whose norms are of interest among those nine. */
const [countAt, nanAt, infiniteAt, normAt] = [0, 1, 2, 7];

export class Prober {
  private readonly machine: Machine;
  private readonly facts: NetworkFacts;
  private readonly scratch: number;
  /** Weights as they stood before the iteration, where the machine doesn't keep its last updates. */
  private before: { readonly iteration: number; readonly weights: readonly Float32Array[] } | null = null;

  constructor(machine: Machine, facts: NetworkFacts) {
    this.machine = machine;
    this.facts = facts;
    this.scratch = Math.ceil(machine.free / 16) * 16;
    machine.claim(this.scratch + statisticsBytes);
  }

  /** To be called where an iteration starts that is going to be probed. */
  prepare(): void {
    const { machine, facts } = this;
    if (facts.weighted.some(({ weight }) => machine.program.tensors.has(updateName(weight.fullName)))) return;
    const weights = facts.weighted.map(({ weight }) =>
      floats(machine.memory, machine.tensor(weight.fullName)!).slice(),
    );
    this.before = { iteration: machine.iteration, weights };
  }

  /** At the end of an iteration. `whole`: twins are looked for as well. */
  probe(whole: boolean): Probe {
    const { machine, facts } = this;
    return {
      iteration: machine.iteration,
      finite: machine.parameters().every((tensor) => {
        return machine.kernels.firstNonFinite(tensor.offset, sizeOf(tensor.shape)) < 0;
      }),
      weights: facts.weighted.map((one, i) => this.weight(one, i, whole)),
    };
  }

  private weight({ layer, weight }: WeightedLayer, i: number, whole: boolean): WeightProbe {
    const { machine, facts } = this;
    const tensor = machine.tensor(weight.fullName)!;
    return {
      layer: layer.index,
      gradient: this.gradient(layer),
      updateRatio: this.update(tensor, i) / this.figures(tensor).norm,
      twins: whole ? twinUnits(machine, facts, layer) : null,
    };
  }

  private update(weight: Tensor, i: number): number {
    const kept = this.machine.tensor(updateName(weight.name));
    if (kept) return this.figures(kept).norm;
    if (this.before?.iteration !== this.machine.iteration - 1) return NaN;
    const before = this.before.weights[i];
    const now = floats(this.machine.memory, weight);
    let sum = 0;
    for (let j = 0; j < now.length; j++) sum += (now[j] - before[j]) ** 2;
    return Math.sqrt(sum);
  }

  /** Root mean square of the loss's gradient by a layer's output. */
  private gradient(layer: { readonly name: string }): number {
    return this.rootMeanSquare(gradName(outputName(layer)));
  }

  private rootMeanSquare(name: string): number {
    const tensor = this.machine.tensor(name);
    if (!tensor) return NaN;
    const { norm, count } = this.figures(tensor);
    return norm / Math.sqrt(count);
  }

  /** NaN where an element isn't finite. */
  private figures({ offset, shape }: Tensor): { norm: number; count: number } {
    const { kernels, memory } = this.machine;
    kernels.statistics(offset, sizeOf(shape), this.scratch);
    const figures = new Float64Array(memory.buffer, this.scratch, 9);
    const broken = figures[nanAt] + figures[infiniteAt] > 0;
    return { norm: broken ? NaN : figures[normAt], count: figures[countAt] };
  }

  /** The first batch with the initial weights; null where the run has no beginning of its own. Comes back to the moment. */
  initial(): InitialEvidence['initial'] | null {
    const { machine, facts } = this;
    if (machine.firstTick > 0) return null;
    const { instructions } = machine.program;
    const update = instructions.findIndex(({ phase }) => phase === 'update');
    let initial: InitialEvidence['initial'] | null = null;
    machine.visit(update < 0 ? instructions.length : update, () => {
      const { network } = machine;
      initial = {
        layers: facts.weighted.map(({ layer }) => ({
          layer: layer.index,
          output: this.rootMeanSquare(outputName(layer)),
          gradient: this.gradient(layer),
        })),
        silent: network.layers
          .filter(({ type, index }) => type === 'ReLU' && facts.isHidden(index) && facts.reached.has(index))
          .map((layer) => {
            const axis = unitAxis(network, layer);
            const alive = new Uint8Array(axis.units);
            markAlive(floats(machine.memory, machine.tensor(outputName(layer))!), axis, alive);
            return { layer: layer.index, units: axis.units, count: countOf(alive, (value) => value === 0) };
          }),
      };
    });
    return initial;
  }
}
