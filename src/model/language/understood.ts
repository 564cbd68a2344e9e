// A text as far as it can be understood at this moment, mistakes and all: what hovers, hints and names are read from.
import type { Shape } from '../../core/shape.ts';
import { nameLayers } from '../graph.ts';
import type { NetworkLayer } from '../model.ts';
import type { Draft } from '../network.ts';
import { parseModel } from '../parse.ts';
import { Problems } from '../problems.ts';
import { countedName, defaultName, isRepeat, unroll } from '../repeat.ts';
import { inferShapes } from '../shapes.ts';
import type { Node } from '../syntax.ts';
import { type Path, stringOf, valueOf } from '../tree.ts';

/** A list of layers: the file's own, or that of a Repeat, which is a world of its own. */
export interface LayerList {
  /** Layers, and Repeats. */
  readonly nodes: readonly Node[];
  /** Their names, given or by default. */
  readonly names: readonly string[];
  /** null for a Repeat and where a layer has a mistake, or one that it takes from; all null where the data's shape isn't known. Of a block its first repetition. */
  readonly layers: readonly (NetworkLayer | null)[];
}

export interface Understood extends LayerList {
  readonly text: string;
  readonly root: Node | null;
  readonly draft: Draft | null;
  /** Of the text of a layer in a Repeat what it is in the first repetition. */
  readonly ofNode: ReadonlyMap<Node, NetworkLayer>;
  /** Of one sample of the data. */
  readonly sampleShape: Shape | null;
}

/** @param sampleShape the shape of one sample of the data, where it has been read */
export function understandText(text: string, sampleShape: Shape | null): Understood {
  const { root, draft } = parseModel(text);
  const list = valueOf(root, 'layers');
  const nodes = list?.kind === 'array' ? list.items : [];
  const quiet = new Problems(text, { root, problems: [], confusedFrom: Infinity });
  const unrolled = unroll(quiet, nodes);
  const all = nameLayers(quiet, unrolled);
  const own = (node: Node) => stringOf(valueOf(node, 'name')) ?? defaultName;
  const names = nodes.map((node, item) => (isRepeat(node) ? own(node) : all[unrolled.starts[item]]));
  const known = draft?.layers.length === unrolled.entries.length ? draft.layers : [];
  const inferred = sampleShape ? inferShapes(known, sampleShape).layers : [];
  const layers = nodes.map((node, item) => (isRepeat(node) ? null : (inferred[unrolled.starts[item]] ?? null)));
  const ofNode = new Map<Node, NetworkLayer>();
  unrolled.entries.forEach(({ node, first }, index) => {
    const layer = inferred[index];
    if (layer && first === index) ofNode.set(node, layer);
  });
  return { text, root, draft, nodes, names, layers, ofNode, sampleShape };
}

/** The layers in a Repeat; none in a layer. */
export function blockOf({ ofNode }: Understood, repeat: Node | undefined): LayerList {
  const list = repeat && isRepeat(repeat) ? valueOf(repeat, 'layers') : null;
  const nodes = list?.kind === 'array' ? list.items : [];
  const counts = new Map<string, number>();
  const names = nodes.map((node) => {
    const byDefault = isRepeat(node) ? defaultName : countedName(node, counts);
    return stringOf(valueOf(node, 'name')) ?? byDefault;
  });
  return { nodes, names, layers: nodes.map((node) => ofNode.get(node) ?? null) };
}

/** The innermost list on the way into the file, and the way on from it: its own field, index and what follows. */
export function listAlong(understood: Understood, path: Path): { list: LayerList; path: Path } {
  let [list, rest]: [LayerList, Path] = [understood, path];
  while (rest[2] === 'layers' && typeof rest[1] === 'number' && typeof rest[3] === 'number') {
    list = blockOf(understood, list.nodes[rest[1]]);
    rest = rest.slice(2);
  }
  return { list, path: rest };
}

/** The innermost list with an item around an offset, and that item's index; -1: none. */
export function listAt(understood: Understood, offset: number): { list: LayerList; index: number } {
  let list: LayerList = understood;
  for (;;) {
    const index = list.nodes.findIndex(({ start, end }) => start <= offset && offset <= end);
    const inner = blockOf(understood, list.nodes[index]);
    if (!inner.nodes.some(({ start, end }) => start <= offset && offset <= end)) return { list, index };
    list = inner;
  }
}
