// A number's calculation spelled out, as ƒ shows it. What it holds is said where it is made.
export type { Quantity } from '../core/worked.ts';
export type { Calculation, ShownStep, ShownSum, ShownTerm } from '../machine/calculation.ts';
