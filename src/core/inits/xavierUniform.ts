// xavier_uniform: uniform within ±gain·√(6 / (fan_in + fan_out)).
// Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.xavier_uniform_
import { text } from '../text.ts';
import { figure } from './figure.ts';
import { pythonGainCall } from './gain.ts';
import type { InitTarget, InitType } from './init.ts';
import { xavierFigures, type XavierOptions, xavierOptions } from './xavier.ts';

export const xavierUniform = {
  type: 'xavier_uniform',
  summary:
    'Uniform within ±gain·√(6 / (fan_in + fan_out)): keeps the variance through Tanh and Sigmoid layers (Glorot).',
  options: xavierOptions,
  needsMatrix: true,
  check({ gain }) {
    return typeof gain === 'number' && gain < 0
      ? text('A uniform init needs a gain of 0 or more, not {0}.', gain)
      : null;
  },
  fill(out, options, target, generator) {
    const bound = boundOf(options, target);
    generator.uniform(out, -bound, bound);
  },
  explain(options, target) {
    const { fanIn, fanOut } = target;
    const { gain, std } = xavierFigures(options, target);
    const bound = boundOf(options, target);
    return {
      theory: { kind: 'uniform', from: -bound, to: bound },
      formula: `±gain·√(6 / (fan_in + fan_out)) = ±${figure(gain)}·√(6 / (${fanIn} + ${fanOut})) = ±${figure(bound)}`,
      figures: [
        ['fan_in', fanIn],
        ['fan_out', fanOut],
        ['gain', gain],
        ['std', std],
        ['bound', bound],
      ],
    };
  },
  pytorch({ gain }, parameter) {
    return pythonGainCall('nn.init.xavier_uniform_', parameter, gain);
  },
} satisfies InitType<XavierOptions>;

function boundOf(options: XavierOptions, target: InitTarget): number {
  return Math.sqrt(3) * xavierFigures(options, target).std;
}
