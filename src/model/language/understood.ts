// A text as far as it can be understood at this moment, mistakes and all: what hovers, hints and names are read from.
import type { Shape } from '../../core/shape.ts';
import { nameLayers } from '../graph.ts';
import type { NetworkLayer } from '../model.ts';
import type { Draft } from '../network.ts';
import { parseModel } from '../parse.ts';
import { Problems } from '../problems.ts';
import { defaultName, isRepeat, unroll } from '../repeat.ts';
import { inferShapes } from '../shapes.ts';
import type { Node } from '../syntax.ts';
import { stringOf, valueOf } from '../tree.ts';

export interface Understood {
  readonly text: string;
  readonly root: Node | null;
  readonly draft: Draft | null;
  /** The list's nodes: layers, and Repeats, which are not looked into. */
  readonly nodes: readonly Node[];
  /** Their names, given or by default. */
  readonly names: readonly string[];
  /** null for a Repeat and where a layer has a mistake, or one that it takes from; all null where the data's shape isn't known. */
  readonly layers: readonly (NetworkLayer | null)[];
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
  return { text, root, draft, nodes, names, layers, sampleShape };
}
