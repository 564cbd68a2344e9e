// What can be written at the cursor of an expression: names, a name's next part, functions of what stands before a dot.
import type { Machine } from '../machine.ts';
import { functions } from './functions.ts';
import { names, tensorNamesOf, tensorSummaries } from './names.ts';

export interface Completion {
  /** Replaces the `length` characters before the cursor. */
  readonly text: string;
  readonly length: number;
  readonly kind: 'value' | 'layer' | 'tensor' | 'function';
  readonly detail: string;
}

const isWord = /^[\p{L}_][\p{L}\p{N}_]*$/u;

/** A part of a name as it must be written. */
const written = (part: string): string => (isWord.test(part) ? part : `\`${part}\``);

/** @param source the expression up to the cursor */
export function completeExpression(source: string, machine: Machine): readonly Completion[] {
  const [chain] = /(?:(?:[\p{L}_][\p{L}\p{N}_]*|`[^`]*`)\s*\.\s*)*(?:[\p{L}_][\p{L}\p{N}_]*|`[^`]*)?$/u.exec(
    source,
  ) ?? [''];
  const parts = chain.split('.').map((part) => part.trim().replaceAll('`', ''));
  const last = parts.at(-1) ?? '';
  const length =
    chain.length - chain.lastIndexOf('.') - 1 - (/^\s*/.exec(chain.slice(chain.lastIndexOf('.') + 1))?.[0].length ?? 0);
  const before = source.slice(0, source.length - chain.length).trimEnd();
  const fits = ({ text }: Completion) => text.replaceAll('`', '').toLowerCase().startsWith(last.toLowerCase());
  const afterOperand = parts.length === 1 && /[)\]]\s*\.\s*$/.test(source.slice(0, source.length - length));
  if (afterOperand || before.endsWith('.')) return members(length).filter(fits);
  const head = parts.slice(0, -1).join('.');
  const tensors = tensorNamesOf(machine).filter((name) => !name.includes('@'));
  const next = nextParts(tensors, head, length);
  if (head === '') return [...builtIns(length), ...next, ...calls(length)].filter(fits);
  return [...next, ...(tensors.includes(head) ? members(length) : [])].filter(fits);
}

function builtIns(length: number): Completion[] {
  return names.map(({ name, summary }) => ({ text: name, length, kind: 'value', detail: summary }));
}

function calls(length: number): Completion[] {
  return functions.map(({ name, summary }) => ({ text: `${name}(`, length, kind: 'function', detail: summary }));
}

function members(length: number): Completion[] {
  return [
    ...functions.map(({ name, summary }): Completion => ({
      text: `${name}()`,
      length,
      kind: 'function',
      detail: summary,
    })),
    { text: 'shape', length, kind: 'value', detail: 'Length of each axis.' },
  ];
}

/** The parts that follow `head` in tensors' names. */
function nextParts(tensors: readonly string[], head: string, length: number): Completion[] {
  const prefix = head === '' ? '' : `${head}.`;
  const known = new Set(names.map(({ name }) => name));
  const parts = new Set(
    tensors.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length).split('.')[0]),
  );
  return [...parts]
    .filter((part) => head !== '' || !known.has(part))
    .map((part) => {
      const isTensor = tensors.includes(prefix + part);
      return {
        text: written(part),
        length,
        kind: isTensor ? 'tensor' : 'layer',
        detail: tensorSummaries.get(prefix + part) ?? prefix + part,
      };
    });
}
