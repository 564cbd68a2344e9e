// Hardtanh: clamps to [min_val, max_val]; outside (the ends included) no gradient passes.
import * as z from 'zod/mini';
import { greaterEqual, max, min, where } from '../elementwise.ts';
import { number, object } from '../options.ts';
import { activation } from './activation.ts';

/** https://pytorch.org/docs/stable/generated/torch.nn.Hardtanh.html */
export const hardtanh = activation({
  type: 'Hardtanh',
  summary: 'Clamps each number to a range.',
  options: object({
    min_val: number('Lower end of the range.', { default: -1 }),
    max_val: number('Upper end of the range.', { default: 1 }),
  }).check(
    z.refine((o) => o.min_val < o.max_val, { error: 'max_val must be larger than min_val.', path: ['max_val'] }),
  ),
  f: (x, { min_val, max_val }) => min(max(x, min_val), max_val),
  derivative: (x, _y, { min_val, max_val }) =>
    where(greaterEqual(min_val, x), 0, where(greaterEqual(x, max_val), 0, 1)),
  formula: 'y = min(max(x, min_val), max_val)',
  derivativeFormula: '1 where min_val < x < max_val, else 0',
  domain: [-4, 4],
});
