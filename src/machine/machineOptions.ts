// What a machine starts from.
import { floats, type Memory } from '../core/tensor.ts';
import type { Program } from '../model/program.ts';
import type { Edit } from './edits.ts';
import type { DrawnParameters } from './initialise.ts';
import type { LossRecord } from './lossRecord.ts';

export interface MachineOptions {
  /** Bytes that checkpoints may take; null: none is kept, and the run only goes forward. */
  readonly historyLimit: number | null;
  /** The run is looked at: each parameter's last change is kept. */
  readonly observed: boolean;
  /** The data set is read in this machine's memory from now on: it outlives the others that run on it. */
  readonly holdsData?: boolean;
  /** Nobody looks at outputs and gradients: ones that are never needed at once share space, and `tensor` knows none. */
  readonly sharesSpace?: boolean;
  /** Parameters that were drawn beforehand, as this machine would have. */
  readonly drawn?: DrawnParameters;
  /** Parameters and buffers to start from instead of the drawn ones, by full name. */
  readonly weights?: ReadonlyMap<string, Float32Array | Int32Array>;
  /** Go on from another machine's moment (after an edit that kept shapes): its state and iteration. */
  readonly from?: MachineState;
  /** Edits of a run that is made again. */
  readonly edits?: readonly Edit[];
}

/** What a run is at an iteration's boundary, by names, so that it can be taken into another program. */
export interface MachineState {
  readonly iteration: number;
  readonly tensors: ReadonlyMap<string, Float32Array>;
  readonly losses: LossRecord;
}

/** Copies of the float32 tensors that outlive an iteration. */
export function persistentTensors({ persistent, tensors }: Program, memory: Memory): ReadonlyMap<string, Float32Array> {
  const { from, to } = persistent;
  const copies = new Map<string, Float32Array>();
  for (const { tensor } of tensors.values()) {
    if (tensor.offset >= from && tensor.offset < to && tensor.dtype === 'float32')
      copies.set(tensor.name, floats(memory, tensor).slice());
  }
  return copies;
}

/** Writes those of another program's that this one has too, in the same size. */
export function takeTensors({ tensors }: Program, memory: Memory, values: MachineState['tensors']): void {
  for (const [name, one] of values) {
    const known = tensors.get(name);
    if (known && one.length === floats(memory, known.tensor).length) floats(memory, known.tensor).set(one);
  }
}
