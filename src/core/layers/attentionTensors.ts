// Attention in memory: its tensors, and how queries, keys and values of each head stand in one of them.
import type { Tensor } from '../tensor.ts';
import type { LayerBuild } from './layer.ts';

export interface AttentionOptions {
  readonly num_heads: number;
  readonly bias: boolean;
  readonly causal: boolean;
  readonly dropout: number;
}

/** Scratch name of what dropout leaves of the weights. */
export const keptName = 'kept';

type Build = LayerBuild<AttentionOptions>;

/** rows samples of `length` positions of `width` numbers, `depth` of them a head. */
export function sizesOf({ inputs: [x], options: { num_heads } }: Build) {
  const [rows, length, width] = x.shape;
  return { rows, length, width, num_heads, depth: width / num_heads };
}

export function tensorsOf(build: Build) {
  const { rows, length, width, depth, num_heads } = sizesOf(build);
  const { scratch, options, mode } = build;
  const square = [rows, num_heads, length, length];
  const weights = scratch('weights', square);
  const dropped =
    options.dropout > 0 && mode === 'train' ? { mask: scratch('mask', square), kept: scratch(keptName, square) } : null;
  return {
    /** Queries, keys and values side by side. */
    projected: scratch('projected', [rows, length, 3 * width]),
    scores: scratch('scores', square),
    weights,
    /** Weights by mask, in training with dropout. */
    dropped,
    /** The weights by which values are taken. */
    used: dropped?.kept ?? weights,
    byHead: scratch('values', [rows, num_heads, length, depth]),
    context: scratch('context', [rows, length, width]),
  };
}

/** Where the queries (part 0), keys (1) or values (2) of `projected` begin, and its strides in elements. */
export function heads(build: Build, projected: Tensor, part: 0 | 1 | 2) {
  const { length, width, depth } = sizesOf(build);
  return {
    offset: projected.offset + 4 * part * width,
    sample: 3 * length * width,
    head: depth,
    position: 3 * width,
  };
}
