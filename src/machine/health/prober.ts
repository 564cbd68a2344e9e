// Looks at one iteration: gradients through depth, how far weights moved, units that are twins of each other.
import { sizeOf } from '../../core/shape.ts';
import { floats, type Tensor } from '../../core/tensor.ts';
import { gradName, outputName, updateName } from '../../model/draft.ts';
import type { NetworkLayer } from '../../model/model.ts';
import type { ProgramTensor } from '../../model/program.ts';
import type { Machine } from '../machine.ts';
import type { InitialEvidence, Probe, UnitCount, WeightProbe } from './evidence.ts';
import type { NetworkFacts, WeightedLayer } from './facts.ts';
import { twinUnits } from './twins.ts';
import type { Flatness } from './surveyor.ts';
import { countBeyond, countOf, markAlive, unitAxis } from './units.ts';

/** Figures of `kernels.statistics`. */
const statisticsBytes = 9 * 8;
/** Elements whose norms are of interest among those nine. */
const [nanAt, infiniteAt, normAt] = [1, 2, 7];

/** A weight layer's tensors, found once: a probe must not cost more than the iteration that it looks at. */
interface Probed extends WeightedLayer {
  readonly tensor: Tensor;
  readonly size: number;
  /** Its last change, where the program keeps it. */
  readonly update: ProgramTensor | undefined;
  readonly gradient: ProgramTensor | undefined;
}

export class Prober {
  private readonly machine: Machine;
  private readonly facts: NetworkFacts;
  private readonly probed: readonly Probed[];
  private readonly parameters: readonly { readonly offset: number; readonly size: number }[];
  /** Where the program doesn't keep weights' last changes. */
  readonly needsPreparation: boolean;
  private readonly scratch: number;
  /** Weights as they stood before the iteration, where the machine doesn't keep its last updates. */
  private before: { readonly iteration: number; readonly weights: readonly Float32Array[] } | null = null;

  constructor(machine: Machine, facts: NetworkFacts) {
    this.machine = machine;
    this.facts = facts;
    const { tensors } = machine.program;
    this.probed = facts.weighted.map((one) => {
      const tensor = machine.tensor(one.weight.fullName)!;
      const update = tensors.get(updateName(tensor.name));
      const gradient = tensors.get(gradName(outputName(one.layer)));
      return { ...one, tensor, size: sizeOf(tensor.shape), update, gradient };
    });
    this.parameters = machine.parameters().map(({ offset, shape }) => ({ offset, size: sizeOf(shape) }));
    this.needsPreparation = this.probed.every(({ update }) => update === undefined);
    this.scratch = Math.ceil(machine.free / 16) * 16;
    machine.claim(this.scratch + statisticsBytes);
  }

  /** To be called where an iteration starts that is going to be probed, if it `needsPreparation`. */
  prepare(): void {
    const { machine } = this;
    const weights = this.probed.map(({ tensor }) => floats(machine.memory, tensor).slice());
    this.before = { iteration: machine.iteration, weights };
  }

  /** At the end of an iteration. `whole`: twins are looked for as well. */
  probe(whole: boolean): Probe {
    const { machine, facts } = this;
    const weights: WeightProbe[] = [];
    for (let i = 0; i < this.probed.length; i++) {
      const { layer, tensor, size, gradient } = this.probed[i];
      weights.push({
        layer: layer.index,
        gradient: gradient ? this.meanOf(gradient) : NaN,
        updateRatio: this.update(i) / this.norm(tensor.offset, size),
        twins: whole ? twinUnits(machine, facts, layer) : null,
      });
    }
    return { iteration: machine.iteration, finite: this.isFinite(), weights };
  }

  private isFinite(): boolean {
    const { kernels } = this.machine;
    for (const { offset, size } of this.parameters) if (kernels.firstNonFinite(offset, size) >= 0) return false;
    return true;
  }

  private update(i: number): number {
    const { update, tensor, size } = this.probed[i];
    if (update) return this.machine.formOf(update.writer) === null ? NaN : this.norm(update.tensor.offset, size);
    if (this.before?.iteration !== this.machine.iteration - 1) return NaN;
    const before = this.before.weights[i];
    const now = floats(this.machine.memory, tensor);
    let sum = 0;
    for (let j = 0; j < now.length; j++) sum += (now[j] - before[j]) ** 2;
    return Math.sqrt(sum);
  }

  /** Root mean square; NaN where it has no value yet. */
  private meanOf({ tensor, lastShape, writer }: ProgramTensor): number {
    const form = this.machine.formOf(writer);
    if (form === null) return NaN;
    const size = sizeOf(form === 'last' ? lastShape : tensor.shape);
    return this.norm(tensor.offset, size) / Math.sqrt(size);
  }

  private rootMeanSquare(name: string): number {
    const known = this.machine.program.tensors.get(name);
    return known ? this.meanOf(known) : NaN;
  }

  /** NaN where an element isn't finite. */
  private norm(offset: number, size: number): number {
    const { kernels, memory } = this.machine;
    kernels.statistics(offset, size, this.scratch);
    const figures = new Float64Array(memory.buffer, this.scratch, 9);
    return figures[nanAt] + figures[infiniteAt] > 0 ? NaN : figures[normAt];
  }

  /** The first batch with the initial weights; null where the run has no beginning of its own. Comes back to the moment. */
  initial(flatness: Flatness): InitialEvidence['initial'] | null {
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
          gradient: this.rootMeanSquare(gradName(outputName(layer))),
        })),
        silent: network.layers
          .filter(({ type, index }) => type === 'ReLU' && facts.isHidden(index) && facts.reached.has(index))
          .map((layer) => {
            const axis = unitAxis(network, layer);
            const alive = new Uint8Array(axis.units);
            markAlive(floats(machine.memory, machine.tensor(outputName(layer))!), axis, alive);
            return { layer: layer.index, units: axis.units, count: countOf(alive, (value) => value === 0) };
          }),
        flat: network.layers.flatMap((layer) => this.flat(layer, flatness)),
      };
    });
    return initial;
  }

  /** Units of a hidden tanh or sigmoid that are in the flat for nearly all of the batch. */
  private flat({ type, index, inputs: [input] }: NetworkLayer, { tanh, sigmoid, share }: Flatness): UnitCount[] {
    const { machine, facts } = this;
    const limit = type === 'Tanh' ? tanh : type === 'Sigmoid' ? sigmoid : null;
    if (limit === null || input < 0 || !facts.isHidden(index) || !facts.reached.has(index) || facts.isGate(index))
      return [];
    const { network, memory } = machine;
    const values = floats(memory, machine.tensor(outputName(network.layers[input]))!);
    const axis = unitAxis(network, network.layers[index]);
    const counts = new Float64Array(axis.units);
    countBeyond(values, axis, limit, counts);
    const least = (share * values.length) / axis.units;
    return [{ layer: index, units: axis.units, count: countOf(counts, (count) => count >= least) }];
  }
}
