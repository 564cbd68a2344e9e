// When each tensor is needed within an iteration: from the first instruction that touches it to the last. Read off the
// calls' arguments and not off what instructions say of themselves, so that working space that nobody sees counts too.
import type { Expression } from '../core/elementwise.ts';
import type { Call } from '../core/operation.ts';
import { sizeOf } from '../core/shape.ts';
import type { Tensor } from '../core/tensor.ts';
import type { DraftInstruction } from './draft.ts';

/** Offsets from here on can't be anything else: no size, stride or address of a WebAssembly memory is as large. */
export const unmistakable = 2 ** 44;

export interface Life {
  readonly name: string;
  readonly bytes: number;
  /** Indices of instructions. */
  readonly first: number;
  readonly last: number;
}

/**
 * Of those tensors that the iteration touches. They lie from `unmistakable` on, so that an argument that is a place in
 * one of them is known from a number.
 */
export function livesOf(drafts: readonly (readonly DraftInstruction[])[], tensors: Iterable<Tensor>): Life[] {
  // One without elements lies where the next one does, and needs no space.
  const inOrder = [...tensors].filter(({ shape }) => sizeOf(shape) > 0).sort((one, other) => one.offset - other.offset);
  const spans = new Map<Tensor, { first: number; last: number }>();
  const touch = (address: number, instruction: number) => {
    if (address < unmistakable) return;
    const tensor = inOrder[lastAtOrBefore(inOrder, address)];
    const span = spans.get(tensor);
    spans.set(tensor, {
      first: Math.min(span?.first ?? instruction, instruction),
      last: Math.max(span?.last ?? instruction, instruction),
    });
  };
  for (const draft of drafts) {
    draft.forEach(({ operation }, i) => {
      for (const { offset } of [...operation.reads, ...operation.writes]) touch(offset, i);
      for (const call of operation.calls) for (const address of addresses(call)) touch(address, i);
    });
  }
  return [...spans].map(([{ name, shape }, span]) => ({ name, bytes: 4 * sizeOf(shape), ...span }));
}

function lastAtOrBefore(inOrder: readonly Tensor[], address: number): number {
  let low = 0;
  let high = inOrder.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (inOrder[middle].offset <= address) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function addresses(call: Call): readonly number[] {
  if (call.kernel !== 'elementwise') return call.args;
  return call.assignments.flatMap(({ to, value }) => [to.offset, ...loaded(value)]);
}

function loaded(expression: Expression): number[] {
  if (expression.op === 'load' || expression.op === 'scalar') return [expression.tensor.offset];
  return Object.values(expression).flatMap((part: unknown) =>
    typeof part === 'object' && part !== null && 'op' in part ? loaded(part as Expression) : [],
  );
}
