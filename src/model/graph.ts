// How layers are named and joined: default names, `inputs`, what nobody uses.
import { layerType } from '../core/layers/layers.ts';
import { type Text, text } from '../core/text.ts';
import type { Fix } from './diagnostic.ts';
import { replacing } from './lexer.ts';
import type { Layer } from './model.ts';
import type { Problems } from './problems.ts';
import { countedName, defaultName, type Scope, type Unrolled } from './repeat.ts';
import { suggest } from './suggest.ts';
import type { Node } from './syntax.ts';
import { stringOf, valueOf } from './tree.ts';

/** Names of tensors that are no layer's. */
export const reserved = ['input', 'target', 'loss', 'data'];

/** Each layer's name: its own or the default, type in lower case and ordinal among all layers of the type. */
export function nameLayers(problems: Problems, { entries, repetitions }: Unrolled): string[] {
  const counts = new Map<string, number>();
  const defaults = entries.map(({ node }) => countedName(node, counts));
  const given = entries.map(({ node }) => stringOf(valueOf(node, 'name')));
  const names = given.map((name, index) => (name === null ? defaults[index] : entries[index].scope.prefix + name));
  // By name, the layer that has it by default: a given name must not take it.
  const byDefault = new Map(defaults.flatMap((name, index) => (given[index] === null ? [[name, index] as const] : [])));
  const byName = new Map<string, number>();
  // What is wrong with a name that is repeated is told once.
  const told = new Set<Node>();
  const complain = (node: Node, code: string, message: Text, fix?: Fix) => {
    if (!told.has(node)) problems.error(code, node, message, fix);
    told.add(node);
  };
  given.forEach((name, index) => {
    const node = valueOf(entries[index].node, 'name');
    if (name === null || !node) return;
    const earlier = byName.get(names[index]);
    const other = byDefault.get(names[index]);
    const bad = misnomer(node, name, defaults[index]);
    if (bad) {
      complain(node, 'bad-name', bad.message, bad.fix);
    } else if (earlier !== undefined) {
      const message = text('Layer {0} is called "{1}" already: names are unique.', earlier + 1, names[index]);
      complain(node, 'duplicate-name', message);
    } else if (other !== undefined) {
      const message = text(
        'Layer {0} is called "{1}" by default: choose another name here, or name that one.',
        ...[other + 1, names[index]],
      );
      complain(node, 'duplicate-name', message);
    }
    if (earlier === undefined) byName.set(names[index], index);
  });
  const taken = new Set(names);
  for (const { node, name } of repetitions) {
    const own = valueOf(node, 'name');
    const place = own ?? valueOf(node, 'type') ?? node;
    const bad = own && misnomer(own, stringOf(own) ?? defaultName, defaultName);
    if (bad) complain(place, 'bad-name', bad.message, bad.fix);
    else if (taken.has(name)) {
      const message = own
        ? text('Another layer or Repeat is called "{0}" already: names are unique.', name)
        : text('A Repeat is called "{0}" by default, and something else is already: give this one a "name".', name);
      complain(place, 'duplicate-name', message);
    }
    taken.add(name);
  }
  return names;
}

/** Why no layer can be called that. */
function misnomer(node: Node, name: string, byDefault: string): { message: Text; fix?: Fix } | null {
  if (name === '') return { message: text('A layer’s name can’t be empty: leave "name" out for "{0}".', byDefault) };
  if (name.includes('.')) {
    const better = name.replaceAll('.', '_');
    const fix = replacing(node.start, node.end, JSON.stringify(better), text('Change to "{0}"', better));
    const message = text('A layer’s name has no dots, which separate it from its parameters: "{0}".', better);
    return { message, fix };
  }
  return reserved.includes(name)
    ? { message: text('"{0}" is not a layer’s to have: the run has a tensor of that name.', name) }
    : null;
}

/** Where each layer's inputs come from: indices of layers, −1 for the data; null where `inputs` has a mistake. */
export function connect(problems: Problems, unrolled: Unrolled, names: readonly string[]): (number[] | null)[] {
  const { entries, repetitions } = unrolled;
  const ofFile = new Map<string, number>();
  names.forEach((name, index) => {
    if (!ofFile.has(name)) ofFile.set(name, index);
  });
  for (const { name, scope, last } of repetitions) if (!scope.block && !ofFile.has(name)) ofFile.set(name, last);
  const connections: (number[] | null)[] = [];
  entries.forEach(({ node, scope, first }, index) => {
    // Later repetitions are joined as the first one is.
    const shift = index - first;
    if (shift > 0) connections.push(connections[first]?.map((source) => source + shift) ?? null);
    else {
      const known = scope.block ? scope.names : ofFile;
      connections.push(inputsOf(problems, node, { index, known, scope, whole: unrolled.whole }));
    }
  });
  return connections;
}

interface Around {
  readonly index: number;
  /** Indices by the names that count here. */
  readonly known: ReadonlyMap<string, number>;
  readonly scope: Scope;
  readonly whole: boolean;
}

function inputsOf(problems: Problems, node: Node, around: Around): number[] | null {
  const list = valueOf(node, 'inputs');
  const given = list?.kind === 'array' ? list.items : null;
  const sources = given?.map((item) => sourceOf(problems, item, around)) ?? [around.index - 1];
  // A list that isn't one is the schema's to report.
  const counted = (list && !given) || checkCount(problems, node, given ? given.length : 1);
  const found = sources.filter((source) => source !== null);
  return found.length < sources.length || (list && !given) || !counted ? null : found;
}

function sourceOf(problems: Problems, item: Node, { index, known, scope, whole }: Around): number | null {
  const name = stringOf(item);
  if (name === null) return null;
  if (name === 'input') return scope.start - 1;
  const source = known.get(name);
  if (source === undefined) {
    if (!whole) return null;
    const above = [...known].filter(([, other]) => other < index).map(([other]) => other);
    const meant = suggest(name, [...above, 'input']);
    const fix = meant
      ? replacing(item.start, item.end, JSON.stringify(meant), text('Change to "{0}"', meant))
      : undefined;
    problems.error('unknown-input', item, unknownInput(name, meant, [...above, 'input'], scope), fix);
    return null;
  }
  if (source === index) {
    problems.error('bad-input', item, text('"{0}" is this layer itself: inputs come from layers above.', name));
    return null;
  }
  if (source > index) {
    problems.error('bad-input', item, text('"{0}" stands below: inputs come from layers above.', name));
    return null;
  }
  return source;
}

function unknownInput(name: string, meant: string | null, above: readonly string[], { block }: Scope): Text {
  const names = above
    .slice(-12)
    .map((other) => `"${other}"`)
    .join(', ');
  if (meant && block) return text('No layer of this block is called "{0}". Did you mean "{1}"?', name, meant);
  if (meant) return text('No layer is called "{0}". Did you mean "{1}"?', name, meant);
  return block
    ? text(
        'No layer of this block is called "{0}": inside a Repeat, inputs come from the block itself. Above stand {1}.',
        name,
        names,
      )
    : text('No layer is called "{0}". Above stand {1}.', name, names);
}

/** Whether there are as many inputs as the layer takes. */
function checkCount(problems: Problems, node: Node, given: number): boolean {
  const typeNode = valueOf(node, 'type');
  const type = stringOf(typeNode);
  const record = type === null ? undefined : layerType(type);
  if (!record || !typeNode) return true;
  const place = valueOf(node, 'inputs') ?? typeNode;
  if (given === 0) {
    problems.error('input-count', place, text('"inputs" is empty: name a layer above or "input", or leave it out.'));
  } else if (record.arity === 'many' && given < 2) {
    const message = text('{0} joins two or more inputs: name them, as in "inputs": ["linear1", "input"].', record.type);
    problems.missing(node, 'input-count', place, message);
  } else if (record.arity === 'one' && given > 1) {
    const message = text('{0} takes one input, not {1}: join them first by Add or Concat.', record.type, given);
    problems.error('input-count', place, message);
  } else {
    return true;
  }
  return false;
}

/** A layer whose output goes nowhere, though it isn't the last. */
export function reportUnused(problems: Problems, layers: readonly Layer[]) {
  const used = new Set(layers.flatMap(({ inputs }) => inputs));
  const told = new Set<number>();
  for (const { index, name, typeSpan } of layers.slice(0, -1)) {
    if (used.has(index) || told.has(typeSpan.start)) continue;
    told.add(typeSpan.start);
    const message = text(
      'Nothing uses the output of "{0}": only the last layer goes to the loss. Name it in another layer’s "inputs", or remove it.',
      name,
    );
    problems.warning('unused-layer', typeSpan, message);
  }
}
