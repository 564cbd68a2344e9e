// ones: every value 1.
// Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.ones_
import { object } from '../options.ts';
import type { InitType } from './init.ts';

export const ones = {
  type: 'ones',
  summary: 'Every value 1.',
  options: object({}),
  needsMatrix: false,
  fill(out) {
    out.fill(1);
  },
  explain() {
    return { theory: { kind: 'point', value: 1 }, formula: '1', figures: [] };
  },
  pytorch(_options, parameter) {
    return `nn.init.ones_(${parameter})`;
  },
} satisfies InitType;
