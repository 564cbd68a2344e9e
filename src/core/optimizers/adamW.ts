// AdamW: Adam whose weight decay shrinks the weights directly instead of entering the gradient (Loshchilov and Hutter, 2017).
import type * as z from 'zod/mini';
import { load, multiply } from '../elementwise.ts';
import { number, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import { momentFormula, momentOptions, momentScalars, momentState, momentUpdate, writeMomentScalars } from './adam.ts';
import { effectiveGradient, gradientFormula } from './commonOptions.ts';
import type { OptimizerType } from './optimizer.ts';

const options = object({
  ...momentOptions,
  weight_decay: number('Each step shrinks the weights by lr times this.', { default: 0.01, min: 0 }),
});
type Options = z.infer<typeof options>;

/** https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html */
export const adamW: OptimizerType<Options> = {
  type: 'AdamW',
  summary: 'Adam with weight decay that shrinks the weights directly.',
  options,
  state: momentState,
  scalars: [...momentScalars, 'shrink'],
  writeScalars(given, figures, step, out, at) {
    writeMomentScalars(given, figures, step, out, at);
    out[at + momentScalars.length] = 1 - figures.lr * given.weight_decay;
  },
  update(build) {
    const { options, parameter } = build;
    const gradient = effectiveGradient({ ...build, options: { maximize: options.maximize } });
    const start = options.weight_decay === 0 ? load(parameter) : multiply(build.scalar('shrink'), load(parameter));
    return momentUpdate(build, gradient, start);
  },
  pytorch: (given) => pythonCall('torch.optim.AdamW', options, given, ['model.parameters()']),
  formula(given) {
    const start = given.weight_decay === 0 ? 'w' : `(1 − lr·${given.weight_decay})·w`;
    return momentFormula(given, gradientFormula({ maximize: given.maximize }), start);
  },
};
