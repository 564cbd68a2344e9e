// Adam: each weight's step is its mean gradient over its root mean square (Kingma and Ba, 2014).
import * as z from 'zod/mini';
import { add, type Assignment, divide, type Expression, load, max, multiply, sqrt, subtract } from '../elementwise.ts';
import type { Figures } from '../figures.ts';
import { boolean, described, number, object } from '../options.ts';
import { raise } from '../power.ts';
import { pythonCall } from '../pythonCall.ts';
import { effectiveGradient, epsilon, gradientFormula, learningRate, maximize, weightDecay } from './commonOptions.ts';
import type { OptimizerBuild, OptimizerType } from './optimizer.ts';

const beta = () => z.number().check(z.gte(0), z.lt(1));

/** Adam's options less weight decay, which AdamW has too. */
export const momentOptions = {
  lr: number(learningRate, { default: 0.001, min: 0 }),
  betas: described(
    z._default(z.tuple([beta(), beta()]), [0.9, 0.999]),
    'How slowly the running means of the gradient and of its square forget.',
  ),
  eps: epsilon(1e-8),
  amsgrad: boolean('Divide by the largest mean square so far, not the latest (Reddi et al., 2018).', {
    default: false,
  }),
  maximize,
};

export const momentScalars = ['step_size', 'bias_correction2_sqrt', 'beta1', 'one_minus_beta1'] as const;

const options = object({ ...momentOptions, weight_decay: weightDecay });
type Options = z.infer<typeof options>;
type MomentOptions = Omit<Options, 'weight_decay'>;

/** https://pytorch.org/docs/stable/generated/torch.optim.Adam.html */
export const adam: OptimizerType<Options> = {
  type: 'Adam',
  summary: 'Adaptive steps: each weight moves by about lr, whatever the size of its gradients.',
  options,
  state: momentState,
  scalars: momentScalars,
  writeScalars: writeMomentScalars,
  update: (build) => momentUpdate(build, effectiveGradient(build), load(build.parameter)),
  pytorch: (given) => pythonCall('torch.optim.Adam', options, given, ['model.parameters()']),
  formula: (given) => momentFormula(given, gradientFormula(given), 'w'),
};

export function momentState({ amsgrad }: MomentOptions): readonly string[] {
  return ['exp_avg', 'exp_avg_sq', ...(amsgrad ? ['max_exp_avg_sq'] : [])];
}

/** lr / (1 − β₁ᵗ) and √(1 − β₂ᵗ): the running means start at 0 and are too small at first. */
export function writeMomentScalars(
  { betas }: MomentOptions,
  figures: Readonly<Figures>,
  step: number,
  out: Float32Array,
  at: number,
): void {
  const { lr, momentum, work } = figures;
  const beta1 = Number.isNaN(momentum) ? betas[0] : momentum;
  out[at + 2] = beta1;
  out[at + 3] = 1 - beta1;
  work[0] = beta1;
  work[1] = betas[1];
  raise(work, step);
  out[at] = lr / (1 - work[0]);
  out[at + 1] = Math.sqrt(1 - work[1]);
}

/** m ← β₁·m + (1 − β₁)·g;  v ← β₂·v + (1 − β₂)·g²;  w ← start − step_size·m / (√v / bias_correction2_sqrt + eps) */
export function momentUpdate(
  build: OptimizerBuild<MomentOptions>,
  gradient: Expression,
  start: Expression,
): readonly Assignment[] {
  const { parameter, state } = build;
  const { betas, eps, amsgrad } = build.options;
  const [, beta2] = betas;
  const { exp_avg: mean, exp_avg_sq: square, max_exp_avg_sq: largest } = state;
  const root = sqrt(load(amsgrad ? largest : square));
  const denominator = add(divide(root, build.scalar('bias_correction2_sqrt')), eps);
  const step = divide(multiply(build.scalar('step_size'), load(mean)), denominator);
  return [
    {
      to: mean,
      value: add(multiply(build.scalar('beta1'), load(mean)), multiply(build.scalar('one_minus_beta1'), gradient)),
    },
    { to: square, value: add(multiply(beta2, load(square)), multiply(multiply(1 - beta2, gradient), gradient)) },
    ...(amsgrad ? [{ to: largest, value: max(load(largest), load(square)) }] : []),
    { to: parameter, value: subtract(start, step) },
  ];
}

export function momentFormula(
  { betas: [beta1, beta2], amsgrad }: MomentOptions,
  gradient: string,
  start: string,
): string {
  const g = gradient === 'g' ? 'g' : `(${gradient})`;
  const rest = (beta: number) => Number((1 - beta).toPrecision(6));
  const largest = amsgrad ? 'v̂ ← max(v̂, v);  ' : '';
  const moments = `m ← ${beta1}·m + ${rest(beta1)}·${g};  v ← ${beta2}·v + ${rest(beta2)}·${g}²;  ${largest}`;
  return `${moments}w ← ${start} − lr·(m / (1 − ${beta1}ᵗ)) / (√(${amsgrad ? 'v̂' : 'v'} / (1 − ${beta2}ᵗ)) + eps)`;
}
