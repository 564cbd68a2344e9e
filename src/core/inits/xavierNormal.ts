// xavier_normal: normal with standard deviation gain·√(2 / (fan_in + fan_out)).
// Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.xavier_normal_
import { text } from '../text.ts';
import { figure } from './figure.ts';
import { pythonGainCall } from './gain.ts';
import type { InitType } from './init.ts';
import { xavierFigures, type XavierOptions, xavierOptions } from './xavier.ts';

export const xavierNormal = {
  type: 'xavier_normal',
  summary:
    'Normal with standard deviation gain·√(2 / (fan_in + fan_out)): keeps the variance through Tanh and Sigmoid layers (Glorot).',
  options: xavierOptions,
  needsMatrix: true,
  check({ gain }) {
    return typeof gain === 'number' && gain < 0
      ? text('A normal init needs a gain of 0 or more, not {0}.', gain)
      : null;
  },
  fill(out, options, target, generator) {
    generator.normal(out, 0, xavierFigures(options, target).std);
  },
  explain(options, target) {
    const { fanIn, fanOut } = target;
    const { gain, std } = xavierFigures(options, target);
    return {
      theory: { kind: 'normal', mean: 0, std },
      formula: `std = gain·√(2 / (fan_in + fan_out)) = ${figure(gain)}·√(2 / (${fanIn} + ${fanOut})) = ${figure(std)}`,
      figures: [
        ['fan_in', fanIn],
        ['fan_out', fanOut],
        ['gain', gain],
        ['std', std],
      ],
    };
  },
  pytorch({ gain }, parameter) {
    return pythonGainCall('nn.init.xavier_normal_', parameter, gain);
  },
} satisfies InitType<XavierOptions>;
