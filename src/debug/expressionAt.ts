// What a word of the text means to a debugger: hovering `"lr"` asks for the learning rate, a layer's name for the layer.
import type { Span } from '../model/model.ts';
import { type Node, parseSyntax } from '../model/syntax.ts';
import { fieldOf, valueOf } from '../model/tree.ts';
import { written } from './variables.ts';

const topFields: Readonly<Record<string, string>> = {
  data: 'input',
  loss: 'loss',
  epochs: 'epoch',
  batch_size: 'rows',
  lr: 'lr',
};

/** `names`: of the layers, in order. */
export function expressionAt(
  text: string,
  offset: number,
  names: readonly string[],
): { readonly expression: string; readonly span: Span } | null {
  const { root } = parseSyntax(text);
  const inside = ({ start, end }: Span) => start <= offset && offset <= end;
  const layers = valueOf(root, 'layers');
  const index = layers?.kind === 'array' ? layers.items.findIndex(inside) : -1;
  if (layers?.kind === 'array' && index >= 0)
    return names[index] === undefined ? null : ofLayer(layers.items[index], names[index], inside);
  for (const owner of [root, valueOf(root, 'optimizer'), valueOf(root, 'training')]) {
    if (owner?.kind !== 'object') continue;
    for (const { key, keySpan, value } of owner.fields) {
      const span = { start: keySpan.start, end: value?.kind === 'scalar' ? value.end : keySpan.end };
      if (inside(span) && Object.hasOwn(topFields, key)) return { expression: topFields[key], span: keySpan };
    }
  }
  return null;
}

function ofLayer(node: Node, name: string, inside: (span: Span) => boolean) {
  for (const key of ['name', 'type']) {
    const field = fieldOf(node, key);
    if (field && (inside(field.keySpan) || (field.value && inside(field.value))))
      return { expression: written(name), span: field.value ?? field.keySpan };
  }
  const init = valueOf(node, 'init');
  const parameter = init?.kind === 'object' ? init.fields.find(({ keySpan }) => inside(keySpan)) : undefined;
  return parameter ? { expression: written(`${name}.${parameter.key}`), span: parameter.keySpan } : null;
}
