// Reads the numbers of one iteration out of a machine that may have gone on since: a weight that has moved is told as it
// was, a result that is not computed yet as what it will be, and what has been overwritten by another iteration is missing.
import { floats, integers, type Tensor } from '../core/tensor.ts';
import type { Quantity, WorkedBuild } from '../core/worked.ts';
import { updateName } from '../model/draft.ts';
import type { Machine } from './machine.ts';

/** Where a calculation has its numbers from. */
export type NumberReader = Pick<
  CalculationReader,
  'mode' | 'isAhead' | 'isMissing' | 'tensor' | 'isCurrent' | 'hasMoved' | 'read' | 'result' | 'gradient'
>;

export class CalculationReader {
  /** A batch goes forward as one learns from it. */
  readonly mode: 'train' | 'eval' = 'train';
  /** What is computed from is there, what is to come out is not. */
  readonly isAhead: boolean;
  /** Something that was asked for is of another iteration. */
  isMissing = false;
  private readonly machine: Machine;
  private readonly iteration: number;
  private readonly made = new Map<string, number>();
  private readonly views = new Map<string, Float32Array | Int32Array>();

  private constructor(machine: Machine, iteration: number, isAhead: boolean) {
    this.machine = machine;
    this.iteration = iteration;
    this.isAhead = isAhead;
  }

  /** Of the iteration of an output, or of the newer one of its inputs; null before there is any. */
  static of(machine: Machine, output: string, inputs: readonly string[]): CalculationReader | null {
    const iterationOf = (name: string): number => {
      const known = machine.program.tensors.get(name);
      return known && machine.tensor(name) ? machine.iterationOf(known.writer) : -1;
    };
    const out = iterationOf(output);
    const ready = Math.min(...inputs.map(iterationOf));
    const iteration = Math.max(out, ready);
    return iteration < 0 ? null : new CalculationReader(machine, iteration, iteration > out);
  }

  tensor(name: string): Tensor {
    const known = this.machine.program.tensors.get(name);
    if (!known) throw new Error(`no tensor ${name}`);
    return this.machine.tensor(name) ?? known.tensor;
  }

  /** Whether a tensor holds this iteration's numbers. */
  isCurrent(name: string): boolean {
    const known = this.machine.program.tensors.get(name);
    return known !== undefined && (known.writer < 0 || this.machine.iterationOf(known.writer) === this.iteration);
  }

  /** Whether a parameter was updated since this iteration's forward pass. */
  hasMoved(parameter: string): boolean {
    const { tick, program } = this.machine;
    const { instructions } = program;
    if (!program.tensors.has(updateName(parameter))) return false;
    const update = instructions.findLastIndex(({ phase, writes }) => phase === 'update' && writes.includes(parameter));
    return update >= 0 && tick - this.iteration * instructions.length > update;
  }

  readonly read: WorkedBuild['read'] = (tensor, index, symbol) => {
    const made = this.made.get(key(tensor, index));
    if (made !== undefined) return { symbol, value: made, tensor: tensor.name, index };
    if (!this.isCurrent(tensor.name)) this.isMissing = true;
    const moved = this.hasMoved(tensor.name) ? this.valueOf(updateName(tensor.name), index) : 0;
    return { symbol, value: this.valueOf(tensor.name, index) - moved, tensor: tensor.name, index };
  };

  readonly result: WorkedBuild['result'] = (tensor, index, symbol, total) => {
    if (this.isCurrent(tensor.name))
      return { symbol, value: this.valueOf(tensor.name, index), tensor: tensor.name, index };
    this.made.set(key(tensor, index), total);
    return { symbol, value: total, tensor: tensor.name, index };
  };

  /** A cell as it stands now; before its instruction of this iteration, what it will be, NaN where that is not known. */
  gradient(name: string, index: number, symbol: string, total = NaN): Quantity {
    return { symbol, value: this.isCurrent(name) ? this.valueOf(name, index) : total, tensor: name, index };
  }

  private valueOf(name: string, index: number): number {
    let view = this.views.get(name);
    if (!view) {
      const { memory, program } = this.machine;
      const { tensor } = program.tensors.get(name)!;
      view = tensor.dtype === 'int32' ? integers(memory, tensor) : floats(memory, tensor);
      this.views.set(name, view);
    }
    return index < view.length ? view[index] : NaN;
  }
}

const key = ({ name }: Tensor, index: number): string => `${name} ${index}`;
