// constant: every value the same.
// Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.constant_
import type * as z from 'zod/mini';
import { number, object } from '../options.ts';
import { figure } from './figure.ts';
import type { InitType } from './init.ts';

const options = object({
  value: number('The value. It has no default.'),
});

export const constant = {
  type: 'constant',
  summary: 'Every value the same.',
  options,
  needsMatrix: false,
  fill(out, { value }) {
    out.fill(value);
  },
  explain({ value }) {
    return { theory: { kind: 'point', value }, formula: figure(value), figures: [['value', value]] };
  },
  pytorch({ value }, parameter) {
    return `nn.init.constant_(${parameter}, ${String(value)})`;
  },
} satisfies InitType<z.infer<typeof options>>;
