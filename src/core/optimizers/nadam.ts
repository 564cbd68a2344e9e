// NAdam: Adam that looks a step ahead as Nesterov's momentum does (Dozat, 2016).
import * as z from 'zod/mini';
import { add, divide, load, multiply, sqrt, subtract } from '../elementwise.ts';
import { exp, log } from '../math.ts';
import { described, number, object } from '../options.ts';
import { raise } from '../power.ts';
import { pythonCall } from '../pythonCall.ts';
import { effectiveGradient, epsilon, gradientFormula, learningRate, weightDecay } from './commonOptions.ts';
import type { OptimizerType } from './optimizer.ts';

const beta = () => z.number().check(z.gte(0), z.lt(1));
const options = object({
  lr: number(learningRate, { default: 0.002, min: 0 }),
  betas: described(
    z._default(z.tuple([beta(), beta()]), [0.9, 0.999]),
    'How slowly the running means of the gradient and of its square forget.',
  ),
  eps: epsilon(1e-8),
  weight_decay: weightDecay,
  momentum_decay: number('How fast the momentum grows to its full size, the first beta.', { default: 0.004, min: 0 }),
});
type Options = z.infer<typeof options>;

const { fround } = Math;
const logOfDecay = log(0.96);

/** https://pytorch.org/docs/stable/generated/torch.optim.NAdam.html, as PyTorch 1.13 computes it. */
export const nadam: OptimizerType<Options> = {
  type: 'NAdam',
  summary: 'Adam with Nesterov momentum.',
  options,
  state: () => ['exp_avg', 'exp_avg_sq'],
  scalars: ['gradient_step', 'mean_step', 'bias_correction2', 'mu_product', 'beta1', 'one_minus_beta1'],
  writeScalars({ betas, momentum_decay }, { lr, momentum, work }, step, out, at) {
    const beta1 = Number.isNaN(momentum) ? betas[0] : momentum;
    // The momentum of step t is β₁·(1 − ½·0.96^(t·momentum_decay)): of this one and of the next.
    for (let ahead = 0; ahead < 2; ahead++)
      work[ahead] = beta1 * (1 - 0.5 * exp((step + ahead) * momentum_decay * logOfDecay));
    const mu = work[0];
    const next = work[1];
    // PyTorch keeps the product of all momenta so far as a float32 tensor. Its 1.13 has mu twice in the next product.
    const product = fround((step === 1 ? 1 : out[at + 3]) * fround(mu));
    const nextProduct = fround(fround(product * fround(mu)) * fround(next));
    out[at] = (lr * (1 - mu)) / (1 - product);
    out[at + 1] = (lr * next) / (1 - nextProduct);
    work[0] = betas[1];
    raise(work, step);
    out[at + 2] = 1 - work[0];
    out[at + 3] = product;
    out[at + 4] = beta1;
    out[at + 5] = 1 - beta1;
  },
  update(build) {
    const { parameter, state } = build;
    const { betas, eps, weight_decay } = build.options;
    const [, beta2] = betas;
    const { exp_avg: mean, exp_avg_sq: squares } = state;
    const gradient = effectiveGradient({ ...build, options: { maximize: false, weight_decay } });
    const denominator = add(sqrt(divide(load(squares), build.scalar('bias_correction2'))), eps);
    const ahead = divide(multiply(build.scalar('gradient_step'), gradient), denominator);
    const along = divide(multiply(build.scalar('mean_step'), load(mean)), denominator);
    return [
      {
        to: mean,
        value: add(multiply(build.scalar('beta1'), load(mean)), multiply(build.scalar('one_minus_beta1'), gradient)),
      },
      { to: squares, value: add(multiply(beta2, load(squares)), multiply(multiply(1 - beta2, gradient), gradient)) },
      { to: parameter, value: subtract(subtract(load(parameter), ahead), along) },
    ];
  },
  pytorch: (given) => pythonCall('torch.optim.NAdam', options, given, ['model.parameters()']),
  formula({ betas: [beta1, beta2], weight_decay }) {
    const gradient = gradientFormula({ maximize: false, weight_decay });
    const g = gradient === 'g' ? 'g' : `(${gradient})`;
    const rest = (value: number) => Number((1 - value).toPrecision(6));
    const moments = `m ← ${beta1}·m + ${rest(beta1)}·${g};  v ← ${beta2}·v + ${rest(beta2)}·${g}²`;
    const ahead = `(1 − μₜ)·${g} / (1 − Πμ) + μₜ₊₁·m / (1 − Πμ·μₜ₊₁)`;
    return `${moments};  w ← w − lr·(${ahead}) / (√(v / (1 − ${beta2}ᵗ)) + eps)`;
  },
};
