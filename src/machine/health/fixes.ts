// Remedies as text edits: what checks propose, on the file as it stands.
import type { Fix } from '../../model/diagnostic.ts';
import { applyEdits, setValue, type TextEdit } from '../../model/edit.ts';
import { lineEnd } from '../../model/lexer.ts';
import type { Network, NetworkLayer } from '../../model/model.ts';
import { type Node, parseSyntax } from '../../model/syntax.ts';
import { nodeAt, type Path, stringOf } from '../../model/tree.ts';
import type { Change, Remedy } from './check.ts';

/** What a source says, parsed when it is first asked for. */
export type Tree = () => Node | null;

export function treeOf(source: string): Tree {
  let root: Node | null | undefined;
  return () => (root === undefined ? (root = parseSyntax(source).root) : root);
}

/** `network`: the one that `source` says; `tree`: its. null where the edit would pull the rug from under a name that other layers use. */
export function fixOf(
  { title, changes: wanted }: Remedy,
  source: string,
  network: Network,
  tree: Tree = treeOf(source),
): Fix | null {
  const changes = wanted.map((change) => outOfBlock(change, wanted, network));
  const structural = changes.filter(({ kind }) => kind === 'insert' || kind === 'remove');
  const { layers } = network;
  const hasNames = layers.some(({ fieldSpans, block }) => fieldSpans.inputs || block);
  if ((hasNames && structural.some((change) => movesNames(change, network))) || !fillsBlocks(structural, network))
    return null;
  const separate = changes.map((change) => editsOf(change, source, network, tree));
  const edits = unique(separate.flat());
  if (isApart(edits)) return { title, edits };
  const turned = inTurn(source, changes, separate, network);
  return turned && { title, edits: [turned] };
}

/** A change as it is made: what comes before the first repetition of a block alone comes behind the layer above. */
type Placed = Change & { readonly behind?: true };

function outOfBlock(change: Change, all: readonly Change[], { layers }: Network): Placed {
  if (change.kind !== 'insert') return change;
  const { before } = change;
  const [above, first] = [layers[before - 1], layers[before]];
  if (!above || above.block || !first?.block) return change;
  const copies = layers.filter(({ index, span }) => index > before && span.start === first.span.start);
  const isInAll = copies.some(({ index }) => all.some((one) => one.kind === 'insert' && one.before === index));
  return isInAll ? change : { ...change, behind: true };
}

function editsOf(change: Placed, source: string, network: Network, tree: Tree): readonly TextEdit[] {
  switch (change.kind) {
    case 'set':
      return setField(source, inText(change.path, network), change.value, tree);
    case 'unset':
      return setValue(source, inText(change.path, network), undefined, tree());
    case 'type': {
      const { start, end } = network.layers[change.layer].typeSpan;
      return [{ start, end, text: JSON.stringify(change.type) }];
    }
    case 'insert':
      return insertion(source, change, network);
    case 'remove':
      return removal(source, network.layers[change.layer], network);
    default:
      return change satisfies never;
  }
}

/** On a line of its own, indented as the layer that it stands before; at the end after the last one. */
function insertion(
  source: string,
  { before, layers: added, behind }: Extract<Placed, { readonly kind: 'insert' }>,
  { layers }: Network,
): TextEdit[] {
  const neighbour = layers[behind ? before - 1 : Math.min(before, layers.length - 1)].span;
  const lineStart = source.lastIndexOf('\n', neighbour.start - 1) + 1;
  const indent = source.slice(lineStart, neighbour.start);
  const gap = /^[ \t]*$/.test(indent) ? `${source[lineStart - 2] === '\r' ? '\r\n' : '\n'}${indent}` : ' ';
  const { start, end } = neighbour;
  if (before < layers.length && !behind)
    return [{ start, end: start, text: added.map((one) => `${inLine(one)},${gap}`).join('') }];
  const text = added.map((one) => `${gap}${inLine(one)}`).join(',');
  // A comment on its line stays with the layer.
  const comma = commaAfter(source, end);
  const line = lineEnd(source, comma ?? end);
  const isLine = gap !== ' ' && /^[ \t]*(\/\/.*|\/\*[^]*\*\/\s*)?$/.test(source.slice(comma ?? end, line).trimEnd());
  const at = isLine ? line : (comma ?? end);
  if (comma !== null) return [{ start: at, end: at, text: `${text},` }];
  if (at === end) return [{ start: end, end, text: `,${text}` }];
  return [
    { start: end, end, text: ',' },
    { start: at, end: at, text },
  ];
}

/** With its comma; layers that named it take what it took. */
function removal(source: string, layer: NetworkLayer, network: Network): TextEdit[] {
  const [before, after] = [network.layers[layer.index - 1], network.layers[layer.index + 1]];
  const edits = after || !before ? [cutFirst(source, layer)] : cutLast(source, before, layer);
  const [input] = layer.inputs;
  const name = input < 0 ? 'input' : network.layers[input].name;
  for (const { fieldSpans } of network.layers) {
    const span = fieldSpans.inputs;
    if (!span) continue;
    const quoted = JSON.stringify(layer.name);
    for (let at = source.indexOf(quoted, span.start); at >= 0 && at < span.end; at = source.indexOf(quoted, at + 1))
      edits.push({ start: at, end: at + quoted.length, text: JSON.stringify(name) });
  }
  return edits;
}

/** The end of a comma right after a place, comments aside; null where there is none. */
function commaAfter(source: string, from: number): number | null {
  const comma = /^(?:\s|\/\*[^]*?\*\/|\/\/[^\n]*\n)*,/.exec(source.slice(from));
  return comma && from + comma[0].length;
}

/** With its comma, up to what stands next, be it a comment. */
function cutFirst(source: string, { span: { start, end } }: NetworkLayer): TextEdit {
  const rest = /^(?:\s*,)?\s*/.exec(source.slice(end))?.[0].length ?? 0;
  return { start, end: end + rest, text: '' };
}

/** With the comma before it; a comment between the two stays. */
function cutLast(source: string, { span: { end: from } }: NetworkLayer, { span }: NetworkLayer): TextEdit[] {
  // With a comma of its own, as the one before has.
  const own = commaAfter(source, span.end);
  if (own !== null) {
    const blanks = source.slice(from, span.start);
    return [{ start: from + blanks.trimEnd().length, end: own, text: '' }];
  }
  const between = source.slice(from, span.start);
  const comma = commaAfter(between, 0) ?? 0;
  const start = from + between.trimEnd().length;
  if (comma === 0 || start <= from + comma) return [{ start: from, end: span.end, text: '' }];
  return [
    { start: from + comma - 1, end: from + comma, text: '' },
    { start, end: span.end, text: '' },
  ];
}

/** Whether a layer's coming or going changes default names (`relu2`) that some `inputs` use. */
function movesNames(change: Placed, { layers }: Network): boolean {
  if (change.kind !== 'insert' && change.kind !== 'remove') return false;
  const at = change.kind === 'insert' ? change.before : change.layer;
  // Whoever names a neighbour in a block names what comes into it, too; between two of its layers nobody does.
  const behind = change.kind === 'insert' && change.behind === true;
  const block = behind ? null : layers[at]?.block;
  const between =
    change.kind === 'insert' &&
    block !== undefined &&
    block !== null &&
    block.name === layers[at - 1]?.block?.name &&
    !layers[at].fieldSpans.inputs;
  if (
    block &&
    !between &&
    layers.some(({ block: other, fieldSpans }) => other?.name === block.name && fieldSpans.inputs)
  )
    return true;
  if (change.kind === 'insert' && at === layers.length && layers[at - 1].block) return true;
  const types = change.kind === 'insert' ? change.layers.map(({ type }) => type) : [layers[change.layer].type];
  const from = change.kind === 'insert' ? at : at + 1;
  const moved = new Set(
    layers
      .filter((layer) => layer.index >= from && types.includes(layer.type) && !layer.fieldSpans.name)
      .map(({ index }) => index),
  );
  if (layers.some(({ fieldSpans, inputs }) => fieldSpans.inputs && inputs.some((input) => moved.has(input))))
    return true;
  // A layer that is put between two others must not be passed by a named edge.
  const inner = change.kind === 'insert' ? at - 1 : -2;
  const entered = behind ? layers[at].block?.name : undefined;
  return layers.some(
    ({ fieldSpans, inputs, block: own }) =>
      // What a block calls its input is whatever comes into it.
      fieldSpans.inputs && inputs.includes(inner) && (entered === undefined || own?.name !== entered),
  );
}

/** What comes or goes in a block does so in all repetitions, but perhaps the first, into which something else leads. */
function fillsBlocks(structural: readonly Placed[], { layers }: Network): boolean {
  const at = structural.flatMap((change) =>
    change.kind === 'insert' && change.behind
      ? []
      : change.kind === 'insert'
        ? [layers[change.before]]
        : change.kind === 'remove'
          ? [layers[change.layer]]
          : [],
  );
  return at.every((one) => {
    if (!one?.block) return true;
    const copies = layers.filter(({ span }) => span.start === one.span.start);
    return copies.slice(1).every((copy) => at.includes(copy)) && copies.length > 1 && at.includes(copies[1]);
  });
}

/** A layer's place in the text, where it may stand in a Repeat. */
function inText(path: Path, { layers }: Network): Path {
  const layer = path[0] === 'layers' && typeof path[1] === 'number' ? layers[path[1]] : undefined;
  return layer ? [...layer.path, ...path.slice(2)] : path;
}

/** What concerns all repetitions of a block is one edit. */
function unique(edits: readonly TextEdit[]): TextEdit[] {
  const key = ({ start, end, text }: TextEdit) => JSON.stringify([start, end, text]);
  return [...new Map(edits.map((edit) => [key(edit), edit])).values()];
}

function isApart(edits: readonly TextEdit[]): boolean {
  const sorted = [...edits].sort((a, b) => a.start - b.start);
  return sorted.every((edit, i) => i === 0 || sorted[i - 1].end < edit.start);
}

/** Changes that touch: those of layers at once, then fields in turn; what differs afterwards is one edit. */
function inTurn(
  source: string,
  changes: readonly Change[],
  separate: readonly (readonly TextEdit[])[],
  network: Network,
): TextEdit | null {
  const isField = ({ kind }: Change) => kind === 'set' || kind === 'unset';
  const touching = touchingOf(separate);
  const inTurn = changes.filter((change, i) => isField(change) && touching.has(i));
  const atOnce = unique(separate.filter((_, i) => !inTurn.includes(changes[i])).flat());
  // Paths of layers count as they stood before.
  const moved =
    changes.some(({ kind }) => kind === 'insert' || kind === 'remove') &&
    inTurn.some((one) => 'path' in one && one.path[0] === 'layers');
  if (moved || !isApart(atOnce)) return null;
  let result = applyEdits(source, atOnce);
  for (const change of inTurn) result = applyEdits(result, editsOf(change, result, network, treeOf(result)));
  let start = 0;
  while (start < source.length && source[start] === result[start]) start++;
  let tail = 0;
  const most = Math.min(source.length, result.length) - start;
  while (tail < most && source[source.length - 1 - tail] === result[result.length - 1 - tail]) tail++;
  return { start, end: source.length - tail, text: result.slice(start, result.length - tail) };
}

/** The changes of which an edit touches another. */
function touchingOf(separate: readonly (readonly TextEdit[])[]): ReadonlySet<number> {
  const all = separate.flatMap((edits, i) => edits.map((edit) => ({ ...edit, i })));
  const sorted = all.sort((a, b) => a.start - b.start);
  const touching = new Set<number>();
  sorted.forEach(({ start, i }, at) => {
    const before = sorted[at - 1];
    if (at > 0 && before.end >= start) touching.add(i).add(before.i);
  });
  return touching;
}

/** Where a name alone stands for an object (`"optimizer": "Adam"`), the object takes its place. */
function setField(source: string, path: Path, value: unknown, tree: Tree): TextEdit[] {
  if (path.length !== 2) return setValue(source, path, value, tree());
  const parent = nodeAt(tree(), path.slice(0, -1));
  const name = stringOf(parent);
  if (name === null || !parent) return setValue(source, path, value, tree());
  const text = inLine({ [path[0] === 'data' ? 'source' : 'type']: name, [path[path.length - 1]]: value });
  return [{ start: parent.start, end: parent.end, text }];
}

function inLine(value: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}: ${JSON.stringify(inner)}`);
  return `{ ${fields.join(', ')} }`;
}
