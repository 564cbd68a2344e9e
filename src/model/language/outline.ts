// The file's outline: its parts, and its layers by their names.
import { shapeText } from '../../core/shape.ts';
import type { Span } from '../model.ts';
import type { Field, Node } from '../syntax.ts';
import { spanOf, stringOf, valueOf } from '../tree.ts';
import { blockOf, type LayerList, type Understood } from './understood.ts';

export interface OutlineItem {
  readonly name: string;
  readonly detail: string;
  readonly kind: 'part' | 'layers' | 'layer' | 'value';
  readonly span: Span;
  /** What is selected when it is chosen. */
  readonly selection: Span;
  readonly children: readonly OutlineItem[];
}

export function outlineOf(understood: Understood): OutlineItem[] {
  const { root } = understood;
  if (root?.kind !== 'object') return [];
  return root.fields.map((field) => {
    const isLayers = field.key === 'layers' && field.value?.kind === 'array';
    return {
      name: field.key,
      detail: isLayers ? String(understood.nodes.length) : detailOf(field.value),
      kind: isLayers ? 'layers' : field.value?.kind === 'object' ? 'part' : 'value',
      span: fieldSpan(field),
      selection: field.keySpan,
      children: isLayers ? layerItems(understood, understood) : [],
    };
  });
}

function layerItems(understood: Understood, { nodes, names, layers }: LayerList): OutlineItem[] {
  return nodes.map((node, index) => {
    const shape = layers[index]?.outputShape;
    const type = valueOf(node, 'type');
    return {
      name: names[index] === '' ? '—' : names[index],
      detail: [stringOf(type) ?? '', ...(shape ? [shapeText(shape)] : [])].join(' '),
      kind: 'layer',
      span: spanOf(node),
      selection: spanOf(valueOf(node, 'name') ?? type ?? node),
      children: layerItems(understood, blockOf(understood, node)),
    };
  });
}

function detailOf(value: Node | null): string {
  if (value?.kind === 'scalar') return String(value.value);
  return stringOf(valueOf(value, 'type')) ?? stringOf(valueOf(value, 'source')) ?? '';
}

function fieldSpan({ keySpan, value }: Field): Span {
  return { start: keySpan.start, end: Math.max(keySpan.end, value?.end ?? 0) };
}
