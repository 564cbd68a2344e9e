// kaiming_normal: normal with standard deviation gain / √fan, for layers that a rectifier follows.
// Source: https://pytorch.org/docs/stable/nn.init.html#torch.nn.init.kaiming_normal_
import { pythonCall } from '../pythonCall.ts';
import { figure } from './figure.ts';
import type { InitType } from './init.ts';
import { kaimingFigures, type KaimingOptions, kaimingOptions } from './kaiming.ts';

export const kaimingNormal = {
  type: 'kaiming_normal',
  summary: 'Normal with standard deviation gain / √fan_in: keeps the variance through ReLU layers (He).',
  options: kaimingOptions,
  needsMatrix: true,
  fill(out, options, target, generator) {
    generator.normal(out, 0, kaimingFigures(options, target).std);
  },
  explain(options, target) {
    const { fan, gain, std } = kaimingFigures(options, target);
    return {
      theory: { kind: 'normal', mean: 0, std },
      formula: `std = gain / √${options.mode} = ${figure(gain)} / √${fan} = ${figure(std)}`,
      figures: [
        [options.mode, fan],
        ['gain', gain],
        ['std', std],
      ],
    };
  },
  pytorch(options, parameter) {
    return pythonCall('nn.init.kaiming_normal_', kaimingOptions, options, [parameter]);
  },
} satisfies InitType<KaimingOptions>;
