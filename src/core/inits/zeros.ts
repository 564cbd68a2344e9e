// zeros: every value 0.
// Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.zeros_
import { object } from '../options.ts';
import type { InitType } from './init.ts';

export const zeros = {
  type: 'zeros',
  summary: 'Every value 0. Weights that start alike stay alike: meant for biases.',
  options: object({}),
  needsMatrix: false,
  fill(out) {
    out.fill(0);
  },
  explain() {
    return { theory: { kind: 'point', value: 0 }, formula: '0', figures: [] };
  },
  pytorch(_options, parameter) {
    return `nn.init.zeros_(${parameter})`;
  },
} satisfies InitType;
