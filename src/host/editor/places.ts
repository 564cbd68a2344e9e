// Where the network's parts stand in the text, and which part a place belongs to. Reads the text as it is, mistakes and
// all, so it also holds while the last good network is shown.
import type { Span } from '../../model/model.ts';
import { Problems } from '../../model/problems.ts';
import { unroll } from '../../model/repeat.ts';
import { parseSyntax, type Field } from '../../model/syntax.ts';

/** The place of a layer; −1 is the data, `layerCount` the loss. */
export function placeOf(text: string, index: number, layerCount: number): Span | null {
  const fields = topFields(text);
  if (index < 0) return spanOf(fieldNamed(fields, 'data'));
  if (index === layerCount) return spanOf(fieldNamed(fields, 'loss'));
  return layersIn(fields)[index] ?? null;
}

/** The part of the network that an offset stands in, numbered as in `placeOf`; null for none. */
export function indexAt(text: string, offset: number, layerCount: number): number | null {
  const fields = topFields(text);
  if (contains(spanOf(fieldNamed(fields, 'data')), offset)) return -1;
  if (contains(spanOf(fieldNamed(fields, 'loss')), offset)) return layerCount;
  const index = layersIn(fields).findIndex((layer) => contains(layer, offset));
  return index >= 0 && index < layerCount ? index : null;
}

function topFields(text: string): readonly Field[] {
  const { root } = parseSyntax(text);
  return root?.kind === 'object' ? root.fields : [];
}

function fieldNamed(fields: readonly Field[], name: string): Field | undefined {
  return fields.find(({ key }) => key === name);
}

function layersIn(fields: readonly Field[]): readonly Span[] {
  const value = fieldNamed(fields, 'layers')?.value;
  if (value?.kind !== 'array') return [];
  return unroll(new Problems('', { root: null, problems: [], confusedFrom: 0 }), value.items).entries.map(
    ({ node }) => node,
  );
}

function spanOf(field: Field | undefined): Span | null {
  return field ? { start: field.keySpan.start, end: (field.value ?? field.keySpan).end } : null;
}

function contains(span: Span | null, offset: number): boolean {
  return span !== null && span.start <= offset && offset <= span.end;
}
