// BatchNorm1d and BatchNorm2d: each channel is brought to zero mean and unit variance over the batch, then scaled and
// shifted as learned (Ioffe and Szegedy, 2015). Running statistics stand in for the batch's in evaluation.
import * as z from 'zod/mini';
import { add, load, reciprocal, sqrt } from '../elementwise.ts';
import { boolean, described, number, object } from '../options.ts';
import { pythonCall } from '../pythonCall.ts';
import type { Operation } from '../operation.ts';
import { type Shape, shapeText, sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { text } from '../text.ts';
import type { LayerBuild, LayerType } from './layer.ts';
import { workedNorm } from './workedNorm.ts';

const options = object({
  eps: number('Added to the variance, so that nothing is divided by 0.', { default: 1e-5, min: 0 }),
  momentum: described(
    z._default(z.nullable(z.number().check(z.gte(0), z.lte(1))), 0.1),
    'Share of the newest batch in the running statistics; null: the mean over all batches.',
  ),
  affine: boolean('Whether a scale and a shift are learned for each channel.', { default: true }),
  track_running_stats: boolean(
    'Whether running statistics are kept for evaluation; without them it takes those of the rows that are evaluated together: for metrics the whole part, else what is asked for at once.',
    { default: true },
  ),
});
type Options = z.infer<typeof options>;

const formula = 'y = (x − mean) / √(var + eps) · γ + β';

interface BatchNorm {
  readonly type: string;
  readonly summary: string;
  /** Dimensions that a sample may have. */
  readonly ranks: readonly number[];
  readonly wanted: string;
}

export function batchNorm({ type, summary, ranks, wanted }: BatchNorm): LayerType<Options> {
  return {
    type,
    summary,
    options,
    arity: 'one',
    output(_, [input]) {
      if (ranks.includes(input.length)) return { shape: input };
      return { problem: text('{0} needs samples of shape {1}, not {2}.', type, wanted, shapeText(input)) };
    },
    parameters({ affine }, [[channels]]) {
      const spec = (name: string, init: string) => ({
        ...{ name, shape: [channels], axes: ['channels'] },
        init: { type: init, options: {} },
      });
      return affine ? [spec('weight', 'ones'), spec('bias', 'zeros')] : [];
    },
    checkRows(_, [[, ...positions]], rows) {
      if (rows * sizeOf(positions) !== 1) return null;
      return text('{0} needs more than 1 value per channel in training: the deviation of a single one is 0.', type);
    },
    buffers({ track_running_stats }, [[channels]]) {
      if (!track_running_stats) return [];
      return [
        { name: 'running_mean', shape: [channels], dtype: 'float32', initial: 0 },
        { name: 'running_var', shape: [channels], dtype: 'float32', initial: 1 },
        { name: 'num_batches_tracked', shape: [], dtype: 'int32', initial: 0, savedAs: 'int64' },
      ];
    },
    mixesRows: ({ track_running_stats }) => !track_running_stats,
    inner: () => ['mean', 'var', 'inv_std'].map((name) => ({ name, axes: ['channels'] })),
    forward(build) {
      const running = build.mode === 'eval' && build.options.track_running_stats;
      const operations = running ? [runningStatistics(build)] : [batchStatistics(build)];
      if (build.mode === 'train' && build.options.track_running_stats) operations.push(update(build));
      return [...operations, normalise(build, running ? build.buffers.running_mean : statistics(build).mean)];
    },
    worked(build, at) {
      const running = build.mode === 'eval' && build.options.track_running_stats;
      const [mean, invStd] = [build.scratch(running ? 'running_mean' : 'mean'), build.scratch('inv_std')];
      return workedNorm(build, { mean, invStd, group: at[1], element: at[1], affine: build.options.affine }, at);
    },
    backward(build) {
      const [x] = build.inputs;
      const [inputGrad] = build.inputGrads;
      const { outputGrad, parameters, rows } = build;
      const grads: Partial<Record<string, Tensor>> = build.parameterGrads;
      const { channels, positions } = sizes(x.shape);
      const { mean, invStd } = statistics(build);
      // Needed for ∂L/∂x too, so they are made where nobody learns them.
      const sums = grads.bias ?? build.scratch('bias.grad', [channels]);
      const products = grads.weight ?? build.scratch('weight.grad', [channels]);
      const weight = build.options.affine ? parameters.weight : null;
      if (!inputGrad && !grads.weight) return [];
      const operations: Operation[] = [
        {
          name: 'scale and shift gradients',
          formula: '∂L/∂β = Σ ∂L/∂y,  ∂L/∂γ = Σ ∂L/∂y·x̂',
          reads: [x, outputGrad, mean, invStd],
          writes: [products, sums],
          calls: [
            {
              kernel: 'channelGradients',
              args: [
                ...([x.offset, outputGrad.offset, rows, channels, positions] as const),
                ...([mean.offset, invStd.offset, sums.offset, products.offset] as const),
              ],
            },
          ],
        },
      ];
      if (!inputGrad) return operations;
      const input: Operation = {
        name: 'input gradient',
        formula: '∂L/∂x = γ / √(var + eps) · (∂L/∂y − mean(∂L/∂y) − x̂·mean(∂L/∂y·x̂))',
        reads: [x, outputGrad, mean, invStd, ...(weight ? [weight] : []), sums, products],
        writes: [inputGrad],
        calls: [
          {
            kernel: 'batchNormBackward',
            args: [
              ...([x.offset, outputGrad.offset, rows, channels, positions, mean.offset, invStd.offset] as const),
              ...([weight?.offset ?? 0, sums.offset, products.offset, inputGrad.offset] as const),
            ],
          },
        ],
      };
      return [...operations, input];
    },
    pytorch: (given, [[channels]]) => pythonCall(`nn.${type}`, options, given, [String(channels)]),
    formula,
    view: { kind: 'weights', parameter: 'weight' },
  };
}

/** [batch, channels, …]: positions are what stands behind the channels. */
function sizes(shape: Shape) {
  return { channels: shape[1], positions: sizeOf(shape.slice(2)) };
}

/** The batch's, kept for the way back. */
function statistics({ inputs: [x], scratch }: LayerBuild<Options>) {
  const { channels } = sizes(x.shape);
  return {
    mean: scratch('mean', [channels]),
    variance: scratch('var', [channels]),
    invStd: scratch('inv_std', [channels]),
  };
}

function batchStatistics(build: LayerBuild<Options>): Operation {
  const [x] = build.inputs;
  const { mean, variance, invStd } = statistics(build);
  const { channels, positions } = sizes(x.shape);
  return {
    name: 'statistics',
    formula: 'mean = Σx / n,  var = Σ(x − mean)² / n',
    reads: [x],
    writes: [mean, variance, invStd],
    calls: [
      {
        kernel: 'channelMoments',
        args: [
          ...([x.offset, build.rows, channels, positions, build.options.eps] as const),
          ...([mean.offset, variance.offset, invStd.offset] as const),
        ],
      },
    ],
  };
}

function runningStatistics(build: LayerBuild<Options>): Operation {
  const { running_var } = build.buffers;
  const { invStd } = statistics(build);
  const value = reciprocal(sqrt(add(load(running_var), build.options.eps)));
  return {
    name: 'statistics',
    formula: '1 / √(running_var + eps)',
    reads: [running_var],
    writes: [invStd],
    calls: [{ kernel: 'elementwise', assignments: [{ to: invStd, value }], size: sizeOf(invStd.shape) }],
  };
}

function update(build: LayerBuild<Options>): Operation {
  const [x] = build.inputs;
  const { running_mean, running_var, num_batches_tracked } = build.buffers;
  const { mean, variance } = statistics(build);
  const { channels, positions } = sizes(x.shape);
  return {
    name: 'running statistics',
    formula: 'running = (1 − momentum)·running + momentum·batch, the variance unbiased',
    reads: [mean, variance],
    writes: [running_mean, running_var, num_batches_tracked],
    calls: [
      {
        kernel: 'updateRunning',
        args: [
          ...([mean.offset, variance.offset, channels, build.rows * positions] as const),
          build.options.momentum ?? -1,
          ...([num_batches_tracked.offset, running_mean.offset, running_var.offset] as const),
        ],
      },
    ],
  };
}

function normalise(build: LayerBuild<Options>, mean: Tensor): Operation {
  const [x] = build.inputs;
  const { output, parameters, rows } = build;
  const { invStd } = statistics(build);
  const { channels, positions } = sizes(x.shape);
  const learned = build.options.affine ? [parameters.weight, parameters.bias] : [];
  const [weight, bias] = build.options.affine ? learned.map(({ offset }) => offset) : [0, 0];
  return {
    name: 'normalise',
    formula,
    reads: [x, mean, invStd, ...learned],
    writes: [output],
    calls: [
      {
        kernel: 'channelNormalize',
        args: [
          ...([x.offset, rows, channels, positions, mean.offset, invStd.offset] as const),
          ...([weight, bias, output.offset] as const),
        ],
      },
    ],
  };
}
