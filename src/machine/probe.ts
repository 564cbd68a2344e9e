// One sample of the data set fed forward in eval mode with the weights of this moment, in tensors of its own: all that
// comes about on the way can be looked at, and the run is as if nobody had.
import type { PartCall } from '../core/kernels/pool.ts';
import { sizeOf } from '../core/shape.ts';
import type { Tensor } from '../core/tensor.ts';
import { compileEvaluation, type Evaluation } from '../model/compile.ts';
import { executeCalls } from './execute.ts';
import type { Machine } from './machine.ts';
import type { SetSample } from './setSample.ts';

interface Compiled {
  readonly evaluation: Evaluation;
  readonly calls: readonly PartCall[];
}

export class Probe {
  private readonly machine: Machine;
  /** Made when first asked for: most runs are never asked. */
  private compiled: Compiled | null = null;
  private shown: { readonly tick: number; readonly sample: SetSample } | null = null;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** A tensor of the sample, [1, ...]; null where there is no such sample, or no such tensor in eval mode. */
  tensor(name: string, sample: SetSample): Tensor | null {
    return this.show(sample) ? this.find(name) : null;
  }

  /** Of the sample that is shown. */
  find(name: string): Tensor | null {
    return this.compiled?.evaluation.tensors.get(name) ?? null;
  }

  /** Whether this moment's numbers of that sample are there. */
  shows({ part, row }: SetSample): boolean {
    const { shown } = this;
    return shown?.tick === this.machine.tick && shown.sample.part === part && shown.sample.row === row;
  }

  get sample(): SetSample | null {
    return this.shown?.sample ?? null;
  }

  /** Feeds a sample forward, unless that is done; false where there is none such. */
  show(sample: SetSample): boolean {
    const { machine } = this;
    const { part, row } = sample;
    if (row >= machine.network.dataset[part].rows) return false;
    if (this.shows(sample)) return true;
    const { evaluation, calls } = (this.compiled ??= this.compile());
    const copy = (from: Tensor, to: Tensor) => {
      const bytes = 4 * sizeOf(to.shape);
      machine.kernels.copy(from.offset + row * bytes, bytes, to.offset);
    };
    copy(machine.data[part].x, evaluation.input);
    copy(machine.data[part].y, evaluation.target);
    executeCalls(machine.kernels, calls);
    this.shown = { tick: machine.tick, sample };
    return true;
  }

  /** The run was changed at this moment. */
  forget(): void {
    this.shown = null;
  }

  private compile(): Compiled {
    const { machine } = this;
    const evaluation = compileEvaluation(machine.network, machine.program, machine.free, [1]);
    machine.claim(evaluation.bytes);
    for (const { offset, words } of evaluation.code)
      new Int32Array(machine.memory.buffer, offset, words.length).set(words);
    return { evaluation, calls: machine.divided([[...evaluation.forward(1), ...evaluation.lossCalls(1)]])[0].flat() };
  }
}
