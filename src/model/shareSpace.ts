// Space shared by tensors that are never needed at once: outputs that the backward pass has used, gradients that have
// been passed on. Placed the largest first, each in the tightest gap between those that live with it ("greedy by size":
// Y. Pisarchyk & J. Lee, "Efficient Memory Management for Deep Neural Net Inference", 2020).
import { aligned, type MemoryPlan, planMemory } from '../core/memory.ts';
import type { Tensor } from '../core/tensor.ts';
import type { CodeBlock } from './program.ts';
import type { DraftInstruction } from './draft.ts';
import { type Life, livesOf, unmistakable } from './lives.ts';

/** Where tensors share space: bytes [from, to). Their values are not there for longer than they are needed. */
export interface SharedSpace {
  readonly from: number;
  readonly to: number;
  /** By name of tensor. */
  readonly offsets: ReadonlyMap<string, number>;
}

export const nothingShared: SharedSpace = { from: 0, to: 0, offsets: new Map() };

interface Draft {
  readonly drafts: readonly (readonly DraftInstruction[])[];
  readonly arena: { readonly laidOut: ReadonlyMap<string, Tensor>; readonly constants: readonly CodeBlock[] };
  readonly all: ReadonlyMap<string, Tensor>;
}

/** The machine looks at these between instructions. */
const kept = new Set(['batch', 'loss']);

/** Drafts an iteration once to see what lives when, and lays that out in `plan`, sharing. */
export function shareSpace(plan: MemoryPlan, draftWith: (transients: MemoryPlan) => Draft): SharedSpace {
  const { drafts, arena, all } = draftWith(planMemory(unmistakable));
  const constants = new Set(arena.constants.map(({ offset }) => offset));
  const tensors = [...all.values(), ...arena.laidOut.values()].filter(({ offset }) => offset >= unmistakable);
  const pinned = new Set(
    tensors.filter(({ name, offset }) => kept.has(name) || constants.has(offset)).map(({ name }) => name),
  );
  const { offsets, bytes } = pack(livesOf(drafts, tensors).filter(({ name }) => !pinned.has(name)));
  const { offset: start } = plan.add('shared', [bytes / 4]);
  return {
    offsets: new Map([...offsets].map(([name, offset]) => [name, start + offset])),
    from: start,
    to: start + bytes,
  };
}

/** `plan`, but what has a place goes there. */
export function placedIn(plan: MemoryPlan, { offsets }: SharedSpace): MemoryPlan {
  return {
    add(name, shape, dtype = 'float32') {
      const offset = offsets.get(name);
      return offset === undefined ? plan.add(name, shape, dtype) : { name, shape, dtype, offset };
    },
    get end() {
      return plan.end;
    },
  };
}

/** Offsets from 0 such that no two lives that overlap overlap in space too; `bytes`: the end of the last. */
export function pack(lives: readonly Life[]): {
  readonly offsets: ReadonlyMap<string, number>;
  readonly bytes: number;
} {
  const offsets = new Map<string, number>();
  const placed: { readonly life: Life; readonly from: number; readonly to: number }[] = [];
  let bytes = 0;
  for (const life of [...lives].sort((one, other) => other.bytes - one.bytes || one.first - other.first)) {
    const size = aligned(life.bytes);
    let best = -1;
    let bestGap = Infinity;
    let free = 0;
    for (const { life: other, from, to } of placed) {
      if (other.last < life.first || other.first > life.last) continue;
      const gap = from - free;
      if (gap >= size && gap < bestGap) [best, bestGap] = [free, gap];
      free = Math.max(free, to);
    }
    const from = best < 0 ? free : best;
    const to = from + size;
    offsets.set(life.name, from);
    placed.splice(firstFrom(placed, from), 0, { life, from, to });
    bytes = Math.max(bytes, to);
  }
  return { offsets, bytes };
}

/** Index of the first that begins at `from` or later. */
function firstFrom(placed: readonly { readonly from: number }[], from: number): number {
  const index = placed.findIndex((one) => one.from >= from);
  return index < 0 ? placed.length : index;
}
