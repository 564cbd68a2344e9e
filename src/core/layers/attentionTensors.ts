// Attention in memory: its tensors, and how queries, keys and values of each head stand in one of them.
import type { Tensor } from '../tensor.ts';
import type { LayerBuild } from './layer.ts';

export interface AttentionOptions {
  readonly num_heads: number;
  readonly bias: boolean;
  readonly causal: boolean;
}

type Build = LayerBuild<AttentionOptions>;

/** rows samples of `length` positions of `width` numbers, `depth` of them a head. */
export function sizesOf({ inputs: [x], options: { num_heads } }: Build) {
  const [rows, length, width] = x.shape;
  return { rows, length, width, num_heads, depth: width / num_heads };
}

export function tensorsOf(build: Build) {
  const { rows, length, width, depth, num_heads } = sizesOf(build);
  const { scratch } = build;
  return {
    /** Queries, keys and values side by side. */
    projected: scratch('projected', [rows, length, 3 * width]),
    scores: scratch('scores', [rows, num_heads, length, length]),
    weights: scratch('weights', [rows, num_heads, length, length]),
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
