// A network as a program: a flat list of instructions that makes one iteration, and where every tensor lies. Everything
// that needs to know in what order a network runs reads it here, and nothing else knows.
import type { Kernels } from '../core/kernels/kernels.ts';
import type { Shape } from '../core/shape.ts';
import type { Tensor } from '../core/tensor.ts';
import type { Network } from './model.ts';

/** The phases of an iteration, in order. */
export type Phase = 'data' | 'forward' | 'loss' | 'backward' | 'update';

export interface Instruction {
  readonly phase: Phase;
  /** Index of its layer; −1 the data, `layers.length` the loss; an update has the index of the layer that it updates. */
  readonly layer: number;
  readonly name: string;
  readonly formula: string;
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** What the machine does before the kernels: choose the next batch, or set the optimizer's figures. */
  readonly prepare: 'batch' | 'scalars' | null;
  /** Calls [from, to) are the run's own; the others keep what is only looked at. null: all are. */
  readonly own: readonly [from: number, to: number] | null;
}

/** A kernel and its arguments, ready to call; or `parallel` and the number of a job that several threads do. */
export interface PreparedCall {
  readonly kernel: keyof Kernels | 'parallel';
  readonly args: readonly number[];
}

/** Elementwise code or constants, and where they go. */
export interface CodeBlock {
  readonly offset: number;
  readonly words: Int32Array;
}

/** The calls of each instruction for batches of so many rows. */
export interface Variant {
  readonly rows: number;
  readonly calls: readonly (readonly PreparedCall[])[];
}

export interface ProgramTensor {
  readonly tensor: Tensor;
  /** The instruction that last writes it in an iteration; −1: it has its value from the start. */
  readonly writer: number;
  /** Its shape in the epoch's last batch, which may be short. */
  readonly lastShape: Shape;
}

export interface Program {
  readonly network: Network;
  readonly instructions: readonly Instruction[];
  /** A full batch, and where they differ the epoch's last. */
  readonly variants: readonly Variant[];
  /** By name; shapes are those of a full batch. Those that share space aren't among them. */
  readonly tensors: ReadonlyMap<string, ProgramTensor>;
  /** Bytes [from, to) that outlive an iteration: parameters, buffers, optimizer state. */
  readonly persistent: { readonly from: number; readonly to: number };
  /** Bytes [from, to) in which outputs and gradients share space; none where the run is looked at. */
  readonly shared: { readonly from: number; readonly to: number };
  readonly code: readonly CodeBlock[];
  /** Bytes of memory that it needs. */
  readonly bytes: number;
}
