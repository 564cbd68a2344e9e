// What stands at an offset of a text that is read: the field's name or the value, and the way to it.
import type { Span } from '../model.ts';
import type { Node } from '../syntax.ts';
import { type Path, spanOf, stringOf, valueOf } from '../tree.ts';
import { childSlot, fileSlot, type Slot } from './slots.ts';

export interface Found {
  readonly path: Path;
  /** Whether it is a field's name; else the value. */
  readonly onName: boolean;
  readonly span: Span;
  readonly node: Node | null;
}

/** The innermost name or scalar; null between them. */
export function locate(root: Node | null, offset: number): Found | null {
  const path: (string | number)[] = [];
  let node = root;
  while (node) {
    if (node.kind === 'scalar') return { path, onName: false, span: spanOf(node), node };
    const next: Node | null = node.kind === 'array' ? descend(node.items, offset, path) : null;
    if (node.kind === 'object') {
      const field = node.fields.find(
        ({ keySpan, value }) => contains(keySpan, offset) || (value && contains(value, offset)),
      );
      if (!field) return null;
      path.push(field.key);
      if (contains(field.keySpan, offset)) return { path, onName: true, span: field.keySpan, node: field.value };
      node = field.value;
    } else {
      node = next;
    }
  }
  return null;
}

function descend(items: readonly Node[], offset: number, path: (string | number)[]): Node | null {
  const index = items.findIndex((item) => contains(item, offset));
  if (index < 0) return null;
  path.push(index);
  return items[index];
}

export function contains({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** What may stand at a path of the text. */
export function slotAt(root: Node | null, path: Path): Slot | null {
  const optimizer = valueOf(root, 'optimizer');
  let slot: Slot | null = fileSlot(stringOf(optimizer) ?? stringOf(valueOf(optimizer, 'type')));
  let node = root;
  for (const step of path) {
    const type = slot.choice && (stringOf(valueOf(node, slot.choice.key)) ?? undefined);
    slot = childSlot(slot, step, type);
    if (!slot) return null;
    node =
      typeof step === 'number' ? (node?.kind === 'array' ? (node.items[step] ?? null) : null) : valueOf(node, step);
  }
  return slot;
}
