// MultiheadAttention over the sequence itself: each position asks (query) all positions (keys) and takes a weighted mean
// of what they hold (values), in several heads at once (Vaswani et al., 2017).
import type * as z from 'zod/mini';
import { boolean, integer, number, object } from '../options.ts';
import type { Operation } from '../operation.ts';
import { pythonCall } from '../pythonCall.ts';
import { shapeText } from '../shape.ts';
import { text } from '../text.ts';
import { attentionBackward } from './attentionBackward.ts';
import { heads, sizesOf, tensorsOf } from './attentionTensors.ts';
import type { LayerBuild, LayerType, ParameterSpec } from './layer.ts';
import { applyMask, drawMask } from './masks.ts';
import { workedAttention } from './workedAttention.ts';
import { stridedCopy, stridesOf } from './permuted.ts';

const usual = {
  dropout: number('Probability that a weight of the mean is left out in training.', { default: 0, min: 0, max: 1 }),
  bias: boolean('Whether the projections have biases.', { default: true }),
};
const usualOptions = object(usual);
const options = object({
  num_heads: integer('Heads: parts of the vector that attend each on its own.', { min: 1 }),
  ...usual,
  causal: boolean('Whether a position sees only itself and those before it.', { default: false }),
});
type Options = z.infer<typeof options>;

const formula = 'y = concat(softmax(q·kᵀ / √d)·v)·W_outᵀ + b';

/** Self-attention, batch first. https://pytorch.org/docs/stable/generated/torch.nn.MultiheadAttention.html */
export const multiheadAttention: LayerType<Options> = {
  type: 'MultiheadAttention',
  summary:
    'Self-attention: each position takes a mean of all positions, weighted by how well they fit what it asks for.',
  options,
  arity: 'one',
  output({ num_heads }, [input]) {
    if (input.length !== 2) {
      const problem = 'MultiheadAttention needs samples of shape {0}, not {1}.';
      return { problem: text(problem, '[length, embed_dim]', shapeText(input)) };
    }
    if (input[1] % num_heads === 0) return { shape: input };
    const problem = 'MultiheadAttention divides the vector among its heads: {0} is not divisible by num_heads {1}.';
    return { problem: text(problem, input[1], num_heads) };
  },
  parameters({ bias }, [[, width]]) {
    const zeros = { type: 'zeros', options: {} };
    const inWeight: ParameterSpec = {
      name: 'in_proj_weight',
      shape: [3 * width, width],
      axes: ['q, k, v', 'features'],
      init: { type: 'xavier_uniform', options: { gain: 1 } },
    };
    const outWeight: ParameterSpec = {
      name: 'out_proj.weight',
      shape: [width, width],
      axes: ['out_features', 'heads side by side'],
      init: { type: 'kaiming_uniform', options: { a: Math.sqrt(5), mode: 'fan_in', nonlinearity: 'leaky_relu' } },
    };
    if (!bias) return [inWeight, outWeight];
    const outBias: ParameterSpec = {
      name: 'out_proj.bias',
      shape: [width],
      init: zeros,
      overwritten: { type: 'fan_in_uniform', options: {} },
      fanOf: 'out_proj.weight',
    };
    const inBias: ParameterSpec = { name: 'in_proj_bias', shape: [3 * width], init: zeros, fanOf: 'in_proj_weight' };
    return [inWeight, inBias, outWeight, outBias];
  },
  drawOrder({ bias }) {
    const weights = ['out_proj.weight', 'in_proj_weight'];
    return bias ? [weights[0], 'out_proj.bias', weights[1], 'in_proj_bias'] : weights;
  },
  axes: () => ['position', 'features'],
  inner: () => [
    { name: 'weights', axes: ['batch', 'head', 'query position', 'key position'] },
    { name: 'scores', axes: ['batch', 'head', 'query position', 'key position'] },
    { name: 'projected', axes: ['batch', 'position', 'q, k, v'] },
    { name: 'context', axes: ['batch', 'position', 'heads side by side'] },
  ],
  forward: (build) => [
    project(build),
    scores(build),
    softmax(build),
    ...dropWeights(build),
    values(build),
    outputProjection(build),
  ],
  draws: ({ dropout }) => dropout > 0,
  worked: workedAttention,
  backward: attentionBackward,
  pytorch({ num_heads, bias, dropout }, [[, width]]) {
    const positional = [String(width), String(num_heads), 'batch_first=True'];
    return pythonCall('nn.MultiheadAttention', usualOptions, { bias, dropout }, positional);
  },
  pytorchCall({ causal }, [x], module) {
    const mask = `attn_mask=torch.ones(${x}.shape[1], ${x}.shape[1], dtype=torch.bool).triu(1)`;
    return `${module}(${[x, x, x, ...(causal ? [mask] : []), 'need_weights=False'].join(', ')})[0]`;
  },
  formula,
  view: { kind: 'weights', parameter: 'in_proj_weight' },
  pictures: () => [
    {
      ...{ label: text('attention of each head'), tensor: 'weights' },
      ...{ each: 1, sample: 0, rows: 2, columns: 3 },
    },
  ],
};

function project(build: LayerBuild<Options>): Operation {
  const [x] = build.inputs;
  const { in_proj_weight: weight, in_proj_bias } = build.parameters;
  const bias = build.options.bias ? in_proj_bias : null;
  const { rows, length, width } = sizesOf(build);
  const { projected } = tensorsOf(build);
  return {
    name: 'project',
    formula: bias ? '[q, k, v] = x·W_inᵀ + b_in' : '[q, k, v] = x·W_inᵀ',
    reads: [x, weight, ...(bias ? [bias] : [])],
    writes: [projected],
    calls: [
      {
        kernel: 'gemm',
        args: [
          ...([rows * length, 3 * width, width, x.offset, width, 1, weight.offset, 1, width] as const),
          ...([projected.offset, bias?.offset ?? 0, 0] as const),
        ],
      },
    ],
  };
}

function scores(build: LayerBuild<Options>): Operation {
  const { rows, length, depth, num_heads } = sizesOf(build);
  const { projected, scores: to } = tensorsOf(build);
  const { causal } = build.options;
  const [q, k] = [heads(build, projected, 0), heads(build, projected, 1)];
  return {
    name: 'scores',
    formula: causal ? 's = q·kᵀ / √d, −∞ for what comes later' : 's = q·kᵀ / √d',
    reads: [projected],
    writes: [to],
    calls: [
      {
        kernel: 'gemmBatched',
        args: [
          ...([rows, num_heads, length, length, depth] as const),
          ...([q.offset, q.sample, q.head, q.position, 1] as const),
          ...([k.offset, k.sample, k.head, 1, k.position, to.offset] as const),
        ],
      },
      { kernel: 'scaleScores', args: [to.offset, rows * num_heads, length, 1 / Math.sqrt(depth), causal ? 1 : 0] },
    ],
  };
}

function softmax(build: LayerBuild<Options>): Operation {
  const { rows, length, num_heads } = sizesOf(build);
  const { scores: from, weights } = tensorsOf(build);
  return {
    name: 'softmax',
    formula: 'a = softmax(s) over the positions that are asked',
    reads: [from],
    writes: [weights],
    calls: [{ kernel: 'softmax', args: [from.offset, rows * num_heads * length, length, weights.offset] }],
  };
}

function dropWeights(build: LayerBuild<Options>): Operation[] {
  const { weights, dropped } = tensorsOf(build);
  if (!dropped) return [];
  const { mask, kept } = dropped;
  return [
    drawMask(build, 'draw mask', build.options.dropout, mask),
    applyMask('apply mask', 'a′ = m·a', weights, mask, kept),
  ];
}

function values(build: LayerBuild<Options>): Operation {
  const { rows, length, width, depth, num_heads } = sizesOf(build);
  const { projected, used, byHead, context } = tensorsOf(build);
  const v = heads(build, projected, 2);
  const square = length * length;
  return {
    name: 'values',
    formula: 'c = a·v, the heads side by side',
    reads: [used, projected],
    writes: [byHead, context],
    calls: [
      {
        kernel: 'gemmBatched',
        args: [
          ...([rows, num_heads, length, depth, length] as const),
          ...([used.offset, num_heads * square, square, length, 1] as const),
          ...([v.offset, v.sample, v.head, v.position, 1, byHead.offset] as const),
        ],
      },
      ...stridedCopy(
        [rows, num_heads, length, depth],
        { offset: byHead.offset, strides: stridesOf([rows, num_heads, length, depth]) },
        { offset: context.offset, strides: [length * width, depth, width, 1] },
      ),
    ],
  };
}

function outputProjection(build: LayerBuild<Options>): Operation {
  const { output, parameters } = build;
  const weight = parameters['out_proj.weight'];
  const bias = build.options.bias ? parameters['out_proj.bias'] : null;
  const { rows, length, width } = sizesOf(build);
  const { context } = tensorsOf(build);
  return {
    name: 'output projection',
    formula: bias ? 'y = c·W_outᵀ + b_out' : 'y = c·W_outᵀ',
    reads: [context, weight, ...(bias ? [bias] : [])],
    writes: [output],
    calls: [
      {
        kernel: 'gemm',
        args: [
          ...([rows * length, width, width, context.offset, width, 1, weight.offset, 1, width] as const),
          ...([output.offset, bias?.offset ?? 0, 0] as const),
        ],
      },
    ],
  };
}
