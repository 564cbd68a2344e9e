// The gradient's way back through attention: output projection, values, softmax, scores, projection.
import type { Call, Operation } from '../operation.ts';
import type { Tensor } from '../tensor.ts';
import { type AttentionOptions, heads, sizesOf, tensorsOf } from './attentionTensors.ts';
import type { BackwardBuild } from './layer.ts';
import { applyMask } from './masks.ts';
import { stridedCopy, stridesOf } from './permuted.ts';

type Build = BackwardBuild<AttentionOptions>;

export function attentionBackward(build: Build): Operation[] {
  const [x] = build.inputs;
  const [inputGrad] = build.inputGrads;
  const { outputGrad, parameters } = build;
  const { context } = tensorsOf(build);
  const grads: Partial<Record<string, Tensor>> = build.parameterGrads;
  const { projected: dProjected } = gradientsOf(build);
  const inner = [
    contextGradient(build),
    valuesGradient(build),
    ...maskGradient(build),
    scoresGradient(build),
    queriesAndKeysGradient(build),
  ];
  // Nobody needs what lies further back where all of it is frozen.
  const further = inputGrad ?? grads.in_proj_weight ?? grads.in_proj_bias;
  const { width } = sizesOf(build);
  const sized = { rows: sizesOf(build).rows * sizesOf(build).length, m: width };
  const operations: Operation[] = [
    ...weightGradient(
      'output weight gradient',
      '∂L/∂W_out = (∂L/∂y)ᵀ·c',
      outputGrad,
      context,
      grads['out_proj.weight'],
      sized,
    ),
    ...biasGradient('output bias gradient', outputGrad, grads['out_proj.bias'], sized),
  ];
  if (!further) return operations;
  const projection = { rows: sized.rows, m: 3 * width };
  operations.push(
    ...inner,
    ...weightGradient(
      'weight gradient',
      '∂L/∂W_in = (∂L/∂[q, k, v])ᵀ·x',
      dProjected,
      x,
      grads.in_proj_weight,
      projection,
    ),
    ...biasGradient('bias gradient', dProjected, grads.in_proj_bias, projection),
  );
  if (inputGrad) {
    const weight = parameters.in_proj_weight;
    operations.push({
      name: 'input gradient',
      formula: '∂L/∂x = ∂L/∂[q, k, v]·W_in',
      reads: [dProjected, weight],
      writes: [inputGrad],
      calls: [timesWeight(dProjected, 3 * width, weight, width, sized.rows, inputGrad)],
    });
  }
  return operations;
}

function contextGradient(build: Build): Operation {
  const { outputGrad } = build;
  const weight = build.parameters['out_proj.weight'];
  const { rows, length, width } = sizesOf(build);
  const { context } = gradientsOf(build);
  return {
    name: 'context gradient',
    formula: '∂L/∂c = ∂L/∂y·W_out',
    reads: [outputGrad, weight],
    writes: [context],
    calls: [timesWeight(outputGrad, width, weight, width, rows * length, context)],
  };
}

/** Gradients that live only in the backward pass. */
function gradientsOf(build: Build) {
  const { rows, length, width, depth, num_heads } = sizesOf(build);
  const { scratch } = build;
  return {
    context: scratch('context.grad', [rows, length, width]),
    weights: scratch('weights.grad', [rows, num_heads, length, length]),
    scores: scratch('scores.grad', [rows, num_heads, length, length]),
    projected: scratch('projected.grad', [rows, length, 3 * width]),
    /** One of queries, keys, values at a time, head by head. */
    part: scratch('part.grad', [rows, num_heads, length, depth]),
  };
}

/** to [rows, n] = z [rows, k]·W [k, n] */
function timesWeight(z: Tensor, k: number, weight: Tensor, n: number, rows: number, to: Tensor): Call {
  return { kernel: 'gemm', args: [rows, n, k, z.offset, k, 1, weight.offset, n, 1, to.offset, 0, 0] };
}

interface Sizes {
  readonly rows: number;
  readonly m: number;
}

function weightGradient(
  name: string,
  formula: string,
  z: Tensor,
  x: Tensor,
  grad: Tensor | undefined,
  sizes: Sizes,
): Operation[] {
  if (!grad) return [];
  const { rows, m } = sizes;
  const n = x.shape[x.shape.length - 1];
  const call: Call = { kernel: 'gemm', args: [m, n, rows, z.offset, 1, m, x.offset, n, 1, grad.offset, 0, 0] };
  return [{ name, formula, reads: [z, x], writes: [grad], calls: [call] }];
}

function biasGradient(name: string, z: Tensor, grad: Tensor | undefined, { rows, m }: Sizes): Operation[] {
  if (!grad) return [];
  const call: Call = { kernel: 'columnSum', args: [z.offset, rows, m, grad.offset, 0] };
  return [{ name, formula: '∂L/∂b = Σ over batch and positions', reads: [z], writes: [grad], calls: [call] }];
}

/** [rows, heads, length, depth] into its places in ∂L/∂[q, k, v]. */
function merge(build: Build, part: 0 | 1 | 2): Call[] {
  const { rows, length, depth, num_heads } = sizesOf(build);
  const { part: from, projected } = gradientsOf(build);
  const to = heads(build, projected, part);
  const sizes = [rows, num_heads, length, depth];
  return stridedCopy(
    sizes,
    { offset: from.offset, strides: stridesOf(sizes) },
    { offset: to.offset, strides: [to.sample, to.head, to.position, 1] },
  );
}

function valuesGradient(build: Build): Operation {
  const { rows, length, width, depth, num_heads } = sizesOf(build);
  const { projected, used } = tensorsOf(build);
  const { context, weights: dWeights, part, projected: dProjected } = gradientsOf(build);
  const v = heads(build, projected, 2);
  const square = length * length;
  const dContext = [context.offset, length * width, depth, width, 1] as const;
  const [offset, sample, head, row, column] = dContext;
  return {
    name: 'values gradient',
    formula: '∂L/∂v = aᵀ·∂L/∂c,  ∂L/∂a = ∂L/∂c·vᵀ',
    reads: [context, used, projected],
    writes: [part, dProjected, dWeights],
    calls: [
      {
        kernel: 'gemmBatched',
        args: [
          ...([rows, num_heads, length, depth, length, used.offset, num_heads * square, square, 1, length] as const),
          ...([offset, sample, head, row, column, part.offset] as const),
        ],
      },
      ...merge(build, 2),
      {
        kernel: 'gemmBatched',
        args: [
          ...([rows, num_heads, length, length, depth, offset, sample, head, row, column] as const),
          ...([v.offset, v.sample, v.head, 1, v.position, dWeights.offset] as const),
        ],
      },
    ],
  };
}

/** In place: what was left out gets no gradient. */
function maskGradient(build: Build): Operation[] {
  const { dropped } = tensorsOf(build);
  const { weights } = gradientsOf(build);
  return dropped ? [applyMask('mask gradient', '∂L/∂a = m·∂L/∂a′', weights, dropped.mask, weights)] : [];
}

function scoresGradient(build: Build): Operation {
  const { rows, length, depth, num_heads } = sizesOf(build);
  const { weights } = tensorsOf(build);
  const { weights: dWeights, scores } = gradientsOf(build);
  const count = rows * num_heads;
  return {
    name: 'softmax gradient',
    formula: '∂L/∂s = a·(∂L/∂a − Σ ∂L/∂a·a) / √d',
    reads: [weights, dWeights],
    writes: [scores],
    calls: [
      { kernel: 'softmaxBackward', args: [weights.offset, dWeights.offset, count * length, length, scores.offset] },
      // What comes later has weight 0, so its gradient is 0 already.
      { kernel: 'scaleScores', args: [scores.offset, count, length, 1 / Math.sqrt(depth), 0] },
    ],
  };
}

function queriesAndKeysGradient(build: Build): Operation {
  const { rows, length, depth, num_heads } = sizesOf(build);
  const { projected } = tensorsOf(build);
  const { scores, part, projected: dProjected } = gradientsOf(build);
  const square = length * length;
  const product = (which: 0 | 1, transposed: boolean): Call => {
    const from = heads(build, projected, which);
    const [row, column] = transposed ? [1, length] : [length, 1];
    return {
      kernel: 'gemmBatched',
      args: [
        ...([rows, num_heads, length, depth, length, scores.offset, num_heads * square, square, row, column] as const),
        ...([from.offset, from.sample, from.head, from.position, 1, part.offset] as const),
      ],
    };
  };
  return {
    name: 'scores gradient',
    formula: '∂L/∂q = ∂L/∂s·k,  ∂L/∂k = (∂L/∂s)ᵀ·q',
    reads: [scores, projected],
    writes: [part, dProjected],
    calls: [product(1, false), ...merge(build, 0), product(0, true), ...merge(build, 1)],
  };
}
