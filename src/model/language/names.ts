// Names of layers: where one is given, where it is used, and what renaming it takes.
import { type Text, text } from '../../core/text.ts';
import type { TextEdit } from '../edit.ts';
import { reserved } from '../graph.ts';
import type { Span } from '../model.ts';
import { spanOf, stringOf, valueOf } from '../tree.ts';
import { contains } from './locate.ts';
import { type LayerList, listAt, type Understood } from './understood.ts';

export interface LayerName {
  /** The list that it stands in, and where. */
  readonly list: LayerList;
  readonly index: number;
  readonly name: string;
  /** Whether the file says it; else it is the default. */
  readonly given: boolean;
  /** Of the `name`, or of the `type` that the default comes from; quotes included. */
  readonly definition: Span;
  /** In the `inputs` of other layers. */
  readonly uses: readonly Span[];
  /** The one at the cursor. */
  readonly here: Span;
}

/** The layer whose name stands at an offset: given, used, or as the type that it has its name from. */
export function layerNameAt(understood: Understood, offset: number): LayerName | null {
  const { list, index } = listAt(understood, offset);
  if (index < 0) return null;
  const definition = definitionOf(list, index);
  if (definition && contains(definition, offset)) return { ...describe(list, index, definition), here: definition };
  const input = inputsOf(list, index).find((one) => contains(one, offset));
  if (!input) return null;
  const source = list.names.indexOf(stringOf(input) ?? '');
  const place = source < 0 ? null : definitionOf(list, source);
  return place && { ...describe(list, source, place), here: spanOf(input) };
}

/** `"input"` among the `inputs`: where the data stands. */
export function dataNamedAt(understood: Understood, offset: number): Span | null {
  const { list, index } = listAt(understood, offset);
  const inBlock = list !== understood;
  const named =
    !inBlock && index >= 0 && inputsOf(list, index).some((one) => stringOf(one) === 'input' && contains(one, offset));
  const data = named ? valueOf(understood.root, 'data') : null;
  return data && spanOf(data);
}

/** The edits, or why the layer can't be called that. */
export function renameLayer(
  { list: { nodes, names }, index, given, definition, uses }: LayerName,
  name: string,
): readonly TextEdit[] | { readonly problem: Text } {
  const problem = misnomer(name, names, index);
  if (problem) return { problem };
  const quoted = JSON.stringify(name);
  const own: TextEdit = given
    ? { ...definition, text: quoted }
    : { start: definition.end, end: definition.end, text: `, "name": ${quoted}` };
  // A `name` that is no text has to go: it is a mistake, and the field may stand once only.
  const wrong = given ? null : valueOf(nodes[index], 'name');
  const first = wrong ? { ...spanOf(wrong), text: quoted } : own;
  return [first, ...uses.map((use) => ({ ...use, text: quoted }))];
}

function misnomer(name: string, names: readonly string[], index: number): Text | null {
  if (name.trim() === '') return text('A layer’s name can’t be empty.');
  if (name.includes('.')) return text('A layer’s name has no dots, which separate it from its parameters.');
  if (reserved.includes(name)) return text('"{0}" is not a layer’s to have: the run has a tensor of that name.', name);
  const other = names.indexOf(name);
  return other >= 0 && other !== index
    ? text('Layer {0} is called "{1}" already: names are unique.', other + 1, name)
    : null;
}

function describe(list: LayerList, index: number, definition: Span): Omit<LayerName, 'here'> {
  const { nodes, names } = list;
  const name = names[index];
  const given = stringOf(valueOf(nodes[index], 'name')) !== null;
  const uses = nodes.flatMap((_, other) =>
    inputsOf(list, other)
      .filter((input) => stringOf(input) === name)
      .map(spanOf),
  );
  return { list, index, name, given, definition, uses };
}

function definitionOf({ nodes }: LayerList, index: number): Span | null {
  const name = valueOf(nodes[index], 'name');
  const place = stringOf(name) === null ? valueOf(nodes[index], 'type') : name;
  return place && spanOf(place);
}

function inputsOf({ nodes }: LayerList, index: number) {
  const inputs = valueOf(nodes[index], 'inputs');
  return inputs?.kind === 'array' ? inputs.items : [];
}
