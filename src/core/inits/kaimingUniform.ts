// kaiming_uniform: uniform within ±gain·√(3 / fan), for layers that a rectifier follows.
// Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_uniform_
import { pythonCall } from '../pythonCall.ts';
import { figure } from './figure.ts';
import type { InitTarget, InitType } from './init.ts';
import { kaimingFigures, type KaimingOptions, kaimingOptions } from './kaiming.ts';

export const kaimingUniform = {
  type: 'kaiming_uniform',
  summary:
    'Uniform within ±gain·√(3 / fan_in): keeps the variance through ReLU layers (He). With a = √5 the default of Linear.',
  options: kaimingOptions,
  needsMatrix: true,
  fill(out, options, target, generator) {
    const bound = boundOf(options, target);
    generator.uniform(out, -bound, bound);
  },
  explain(options, target) {
    const { fan, gain, std } = kaimingFigures(options, target);
    const bound = boundOf(options, target);
    return {
      theory: { kind: 'uniform', from: -bound, to: bound },
      formula: `±gain·√(3 / ${options.mode}) = ±${figure(gain)}·√(3 / ${fan}) = ±${figure(bound)}`,
      figures: [
        [options.mode, fan],
        ['gain', gain],
        ['std', std],
        ['bound', bound],
      ],
    };
  },
  pytorch(options, parameter) {
    return pythonCall('nn.init.kaiming_uniform_', kaimingOptions, options, [parameter]);
  },
} satisfies InitType<KaimingOptions>;

function boundOf(options: KaimingOptions, target: InitTarget): number {
  return Math.sqrt(3) * kaimingFigures(options, target).std;
}
