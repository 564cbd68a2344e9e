// How layers are named and joined: default names, `inputs`, what nobody uses.
import { layerType } from '../core/layers/layers.ts';
import { text } from '../core/text.ts';
import { replacing } from './lexer.ts';
import type { Layer } from './model.ts';
import type { Problems } from './problems.ts';
import { suggest } from './suggest.ts';
import type { Node } from './syntax.ts';
import { stringOf, valueOf } from './tree.ts';

/** Names of tensors that are no layer's. */
export const reserved = ['input', 'target', 'loss', 'data'];

/** Each layer's name: its own or the default, type in lower case and ordinal among all layers of the type. */
export function nameLayers(problems: Problems, nodes: readonly Node[]): string[] {
  const counts = new Map<string, number>();
  const defaults = nodes.map((node) => {
    const type = (stringOf(valueOf(node, 'type')) ?? 'layer').toLowerCase();
    const count = (counts.get(type) ?? 0) + 1;
    counts.set(type, count);
    return `${type}${count}`;
  });
  const given = nodes.map((node) => stringOf(valueOf(node, 'name')));
  const names = given.map((name, index) => name ?? defaults[index]);
  // By name, the layer that has it by default: a given name must not take it.
  const byDefault = new Map(defaults.flatMap((name, index) => (given[index] === null ? [[name, index] as const] : [])));
  const byName = new Map<string, number>();
  given.forEach((name, index) => {
    const node = valueOf(nodes[index], 'name');
    if (name === null || !node) return;
    const earlier = byName.get(name);
    const other = byDefault.get(name);
    if (name === '') {
      problems.error(
        'bad-name',
        node,
        text('A layer’s name can’t be empty: leave "name" out for "{0}".', defaults[index]),
      );
    } else if (name.includes('.')) {
      const better = name.replaceAll('.', '_');
      const fix = replacing(node.start, node.end, JSON.stringify(better), text('Change to "{0}"', better));
      problems.error(
        'bad-name',
        node,
        text('A layer’s name has no dots, which separate it from its parameters: "{0}".', better),
        fix,
      );
    } else if (reserved.includes(name)) {
      problems.error(
        'bad-name',
        node,
        text('"{0}" is not a layer’s to have: the run has a tensor of that name.', name),
      );
    } else if (earlier !== undefined) {
      problems.error(
        'duplicate-name',
        node,
        text('Layer {0} is called "{1}" already: names are unique.', earlier + 1, name),
      );
    } else if (other !== undefined) {
      const message = text(
        'Layer {0} is called "{1}" by default: choose another name here, or name that one.',
        other + 1,
        name,
      );
      problems.error('duplicate-name', node, message);
    }
    if (earlier === undefined) byName.set(name, index);
  });
  return names;
}

/** Where each layer's inputs come from: indices of layers, −1 for the data; null where `inputs` has a mistake. */
export function connect(problems: Problems, nodes: readonly Node[], names: readonly string[]): (number[] | null)[] {
  const first = new Map<string, number>();
  names.forEach((name, index) => {
    if (!first.has(name)) first.set(name, index);
  });
  return nodes.map((node, index) => {
    const list = valueOf(node, 'inputs');
    const given = list?.kind === 'array' ? list.items : null;
    const sources = given?.map((item) => sourceOf(problems, item, index, names, first)) ?? [index - 1];
    // A list that isn't one is the schema's to report.
    const counted = (list && !given) || checkCount(problems, node, given ? given.length : 1);
    const found = sources.filter((source) => source !== null);
    return found.length < sources.length || (list && !given) || !counted ? null : found;
  });
}

function sourceOf(
  problems: Problems,
  item: Node,
  index: number,
  names: readonly string[],
  first: ReadonlyMap<string, number>,
): number | null {
  const name = stringOf(item);
  if (name === null) return null;
  if (name === 'input') return -1;
  const source = first.get(name);
  if (source === undefined) {
    const above = [...names.slice(0, index), 'input'];
    const meant = suggest(name, above);
    const fix = meant
      ? replacing(item.start, item.end, JSON.stringify(meant), text('Change to "{0}"', meant))
      : undefined;
    const message = meant
      ? text('No layer is called "{0}". Did you mean "{1}"?', name, meant)
      : text(
          'No layer is called "{0}". Above stand {1}.',
          name,
          [...new Set(above)]
            .slice(-12)
            .map((other) => `"${other}"`)
            .join(', '),
        );
    problems.error('unknown-input', item, message, fix);
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
  for (const { index, name, typeSpan } of layers.slice(0, -1)) {
    if (used.has(index)) continue;
    const message = text(
      'Nothing uses the output of "{0}": only the last layer goes to the loss. Name it in another layer’s "inputs", or remove it.',
      name,
    );
    problems.warning('unused-layer', typeSpan, message);
  }
}
