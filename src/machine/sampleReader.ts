// Reads the numbers of a sample of the set that was fed forward by itself: all of this moment, and nothing goes back.
import { floats, integers, type Tensor } from '../core/tensor.ts';
import type { Quantity, WorkedBuild } from '../core/worked.ts';
import type { NumberReader } from './calculationReader.ts';
import type { Machine } from './machine.ts';
import type { Probe } from './probe.ts';

export class SampleReader implements NumberReader {
  readonly mode = 'eval';
  readonly isAhead = false;
  readonly isMissing = false;
  private readonly machine: Machine;
  private readonly probe: Probe;
  private readonly suffix: string;

  /** Of the sample that the probe shows. */
  constructor(machine: Machine, probe: Probe) {
    this.machine = machine;
    this.probe = probe;
    const { part, row } = probe.sample!;
    this.suffix = `@${part}[${row}]`;
  }

  tensor(name: string): Tensor {
    const tensor = this.probe.find(name) ?? this.machine.tensor(name);
    if (!tensor) throw new Error(`no tensor ${name}`);
    return tensor;
  }

  isCurrent(): boolean {
    return true;
  }

  hasMoved(): boolean {
    return false;
  }

  readonly read: WorkedBuild['read'] = (tensor, index, symbol) => ({
    symbol,
    value: this.valueOf(tensor, index),
    tensor: this.probe.find(tensor.name) ? tensor.name + this.suffix : tensor.name,
    index,
  });

  readonly result: WorkedBuild['result'] = (tensor, index, symbol) => this.read(tensor, index, symbol);

  gradient(_name: string, _index: number, symbol: string, total = NaN): Quantity {
    return { symbol, value: total };
  }

  private valueOf(tensor: Tensor, index: number): number {
    const { memory } = this.machine;
    const view = tensor.dtype === 'int32' ? integers(memory, tensor) : floats(memory, tensor);
    return view[index] ?? NaN;
  }
}
