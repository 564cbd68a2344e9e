// `Repeat`: equal blocks written once, unrolled here into ordinary layers. A block is a world of its own: its layers'
// `inputs` name layers of the same repetition, or "input", which is what comes into the repetition. Outside, a Repeat's
// name stands for the output of its last repetition.
import { text } from '../core/text.ts';
import type { Layer } from './model.ts';
import type { Problems } from './problems.ts';
import { excerpt, readOptions } from './readOptions.ts';
import { mostLayers, repeatFields } from './schema.ts';
import type { Node, ObjectNode } from './syntax.ts';
import { headSpan, type Path, stringOf, valueOf } from './tree.ts';

/** The list, or one repetition, within which names are looked up. */
export interface Scope {
  /** What the names of its layers begin with: '' or `block3_`. */
  readonly prefix: string;
  /** Of the outermost Repeat around; null for the file's own list. */
  readonly block: NonNullable<Layer['block']> | null;
  /** Index of its first layer. What comes in is the layer before, −1 for the data. */
  readonly start: number;
  /** By the names that count inside a repetition: layer or inner Repeat to index. Empty for the file's own list. */
  readonly names: Map<string, number>;
}

/** An ordinary layer of the unrolled list. */
export interface Entry {
  readonly node: Node;
  readonly path: Path;
  readonly scope: Scope;
  /** Index of the first entry that comes from the same text: its own, unless it is a later repetition. */
  readonly first: number;
}

export interface Repetition {
  readonly node: ObjectNode;
  readonly name: string;
  readonly scope: Scope;
  /** Index of its last layer. */
  readonly last: number;
}

export interface Unrolled {
  readonly entries: readonly Entry[];
  readonly repetitions: readonly Repetition[];
  /** For each item of the file's list the index of its first layer. */
  readonly starts: readonly number[];
  /** Whether all Repeats could be unrolled; where not, a name that isn't known may be that of a layer that is missing. */
  readonly whole: boolean;
}

interface Repeat {
  readonly name: string;
  readonly times: number;
  readonly items: readonly Node[];
}

/** A Repeat has this name unless it says another. */
export const defaultName = 'block';

export function isRepeat(node: Node): node is ObjectNode {
  return stringOf(valueOf(node, 'type')) === 'Repeat';
}

/** Each mistake is told once. A Repeat whose number is wrong or too large is unrolled once, so that its layers are read. */
export function unroll(problems: Problems, nodes: readonly Node[]): Unrolled {
  const entries: Entry[] = [];
  const repetitions: Repetition[] = [];
  const firsts = new Map<Node, number>();
  const repeats = new Map<Node, Repeat | null>();
  let whole = true;

  const repeatOf = (node: ObjectNode): Repeat | null => {
    const known = repeats.get(node);
    if (known !== undefined) return known;
    const read = readRepeat(problems, node);
    if (!read.sound) whole = false;
    repeats.set(node, read.repeat);
    return read.repeat;
  };
  const sizeOf = (node: Node): number => {
    const repeat = isRepeat(node) ? repeatOf(node) : null;
    if (!repeat) return isRepeat(node) ? 0 : 1;
    return repeat.times * repeat.items.reduce((sum, item) => sum + sizeOf(item), 0);
  };
  const addLayer = (node: Node, path: Path, scope: Scope, counts: Map<string, number>) => {
    const index = entries.length;
    const first = firsts.get(node) ?? index;
    firsts.set(node, first);
    entries.push({ node, path, scope, first });
    // Perhaps a Repeat whose type is misspelt.
    if (valueOf(node, 'layers')) whole = false;
    if (!scope.block) return;
    const byDefault = countedName(node, counts);
    const name = stringOf(valueOf(node, 'name')) ?? byDefault;
    if (!scope.names.has(name)) scope.names.set(name, index);
  };
  const addRepeat = (node: ObjectNode, path: Path, scope: Scope, inFull: boolean) => {
    const repeat = repeatOf(node);
    if (!repeat) return;
    const fits = !inFull || entries.length + sizeOf(node) <= mostLayers;
    if (!fits) {
      whole = false;
      const message = text('With this Repeat the network has more than {0} layers.', mostLayers);
      problems.error('too-many-layers', valueOf(node, 'times') ?? headSpan(node), message);
    }
    for (let repetition = 1; repetition <= (inFull && fits ? repeat.times : 1); repetition++) {
      const inner: Scope = {
        prefix: `${scope.prefix}${repeat.name}${repetition}_`,
        block: scope.block ?? { name: repeat.name, repetition },
        start: entries.length,
        names: new Map(),
      };
      add(repeat.items, [...path, 'layers'], inner, inFull && fits);
    }
    const last = entries.length - 1;
    repetitions.push({ node, name: `${scope.prefix}${repeat.name}`, scope, last });
    if (scope.block && !scope.names.has(repeat.name)) scope.names.set(repeat.name, last);
  };
  const add = (items: readonly Node[], path: Path, scope: Scope, inFull: boolean): number[] => {
    const counts = new Map<string, number>();
    return items.map((node, position) => {
      const start = entries.length;
      if (isRepeat(node)) addRepeat(node, [...path, position], scope, inFull);
      else addLayer(node, [...path, position], scope, counts);
      return start;
    });
  };
  const starts = add(nodes, ['layers'], { prefix: '', block: null, start: 0, names: new Map() }, true);
  return { entries, repetitions, starts, whole };
}

/** The default name of a layer: its type in lower case and how many of that type there are up to it. */
export function countedName(node: Node, counts: Map<string, number>): string {
  const type = (stringOf(valueOf(node, 'type')) ?? 'layer').toLowerCase();
  const count = (counts.get(type) ?? 0) + 1;
  counts.set(type, count);
  return `${type}${count}`;
}

function readRepeat(problems: Problems, node: ObjectNode): { repeat: Repeat | null; sound: boolean } {
  const typeNode = valueOf(node, 'type') ?? node;
  const about = { owner: 'Repeat', others: ['type', 'layers'], span: typeNode };
  const read = readOptions(problems, node, repeatFields, about);
  const list = valueOf(node, 'layers');
  const example = '{ "type": "Repeat", "times": 3, "layers": [{ "type": "ReLU" }] }';
  if (list?.kind !== 'array' || list.items.length === 0) {
    const given = node.fields.some(({ key }) => key === 'layers');
    if (!given) problems.missing(node, 'missing-field', typeNode, text('Repeat needs "layers", as in {0}.', example));
    else if (list?.kind === 'array')
      problems.missing(list, 'no-layers', list, text('A Repeat needs at least one layer, as in {0}.', example));
    else if (list) {
      const message = text(
        '"layers" is a list of layers, as in {0}; this is {1}.',
        example,
        excerpt(problems.source, list),
      );
      problems.error('wrong-type', headSpan(list), message);
    }
    return { repeat: null, sound: false };
  }
  const name = read?.name ?? stringOf(valueOf(node, 'name')) ?? defaultName;
  return { repeat: { name, times: read?.times ?? 1, items: list.items }, sound: read !== null };
}
