// What every step of the calculation is given.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import type { Term, WeighedLayer } from './neuron.ts';
import type { Neuron } from './useNeuron.ts';

export interface StepProps {
  readonly network: NetworkDescription;
  readonly weighed: WeighedLayer;
  readonly unit: number;
  readonly sample: number;
  readonly neuron: Neuron;
  /** Every term is shown, not just the largest. */
  readonly all: boolean;
  readonly width: number;
}

/** Terms shown until all are asked for, and most of all. */
const few = 6;
const most = 256;

export function shownTerms({ neuron, all }: StepProps): readonly Term[] {
  return (neuron.terms ?? []).slice(0, all ? most : few);
}

const subscripts = '₀₁₂₃₄₅₆₇₈₉';

/** `₁₂` for 12. */
export const subscript = (index: number): string => String(index).replace(/\d/g, (digit) => subscripts[Number(digit)]);
