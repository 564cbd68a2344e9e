// What layers, losses and optimizers are compiled to: operations, each some kernel calls with what they read and write.
import type { Assignment } from './elementwise.ts';
import type { Kernels } from './kernels/kernels.ts';
import type { Tensor } from './tensor.ts';

/** A call of a kernel with its arguments (byte offsets and sizes, all numbers). */
export type KernelCall = {
  [Name in Exclude<keyof Kernels, 'elementwise'>]: { readonly kernel: Name; readonly args: Parameters<Kernels[Name]> };
}[Exclude<keyof Kernels, 'elementwise'>];

/** Elementwise assignments over `size` elements; the compiler assembles their code once. */
export interface ElementwiseCall {
  readonly kernel: 'elementwise';
  readonly assignments: readonly Assignment[];
  readonly size: number;
}

export type Call = KernelCall | ElementwiseCall;

/** The smallest step a user can take. */
export interface Operation {
  /** Short and unique within the layer's pass: `multiply`, `bias gradient`. */
  readonly name: string;
  /** What it computes, with the field's symbols: `z = x·Wᵀ + b`, `∂L/∂W = (∂L/∂z)ᵀ·x`. */
  readonly formula: string;
  readonly reads: readonly Tensor[];
  readonly writes: readonly Tensor[];
  readonly calls: readonly Call[];
}
