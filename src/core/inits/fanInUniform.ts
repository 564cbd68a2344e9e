// fan_in_uniform: uniform within ±1 / √fan_in; on a bias, of its weight's fan_in.
// The bound that PyTorch's Linear and convolutions draw their biases from (torch.nn.Linear.reset_parameters).
import { object } from '../options.ts';
import { figure } from './figure.ts';
import type { InitType } from './init.ts';

export const fanInUniform = {
  type: 'fan_in_uniform',
  summary:
    "Uniform within ±1 / √fan_in, PyTorch's default range for Linear and convolutions; on a bias, of its weight's fan_in.",
  options: object({}),
  needsMatrix: false,
  fill(out, _options, { fanIn }, generator) {
    const bound = 1 / Math.sqrt(fanIn);
    generator.uniform(out, -bound, bound);
  },
  explain(_options, { fanIn }) {
    const bound = 1 / Math.sqrt(fanIn);
    return {
      theory: { kind: 'uniform', from: -bound, to: bound },
      formula: `±1 / √fan_in = ±1 / √${fanIn} = ±${figure(bound)}`,
      figures: [
        ['fan_in', fanIn],
        ['bound', bound],
      ],
    };
  },
  pytorch(_options, parameter) {
    // linear1.bias → linear1.weight, lstm1.bias_ih_l0 → lstm1.weight_ih_l0
    const weight = parameter.replace(/bias(?=[^.]*$)/, 'weight');
    return [
      `bound = nn.init._calculate_fan_in_and_fan_out(${weight})[0] ** -0.5`,
      `nn.init.uniform_(${parameter}, -bound, bound)`,
    ].join('\n');
  },
} satisfies InitType;
