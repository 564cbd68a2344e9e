// A text as far as it can be understood at this moment, mistakes and all: what hovers, hints and names are read from.
import type { Shape } from '../../core/shape.ts';
import { nameLayers } from '../graph.ts';
import type { NetworkLayer } from '../model.ts';
import type { Draft } from '../network.ts';
import { parseModel } from '../parse.ts';
import { Problems } from '../problems.ts';
import { inferShapes } from '../shapes.ts';
import type { Node } from '../syntax.ts';
import { valueOf } from '../tree.ts';

export interface Understood {
  readonly text: string;
  readonly root: Node | null;
  readonly draft: Draft | null;
  /** The layers' nodes. */
  readonly nodes: readonly Node[];
  /** Their names, given or by default. */
  readonly names: readonly string[];
  /** null where a layer has a mistake, or one that it takes from; all null where the data's shape isn't known. */
  readonly layers: readonly (NetworkLayer | null)[];
  /** Of one sample of the data. */
  readonly sampleShape: Shape | null;
}

/** @param sampleShape the shape of one sample of the data, where it has been read */
export function understandText(text: string, sampleShape: Shape | null): Understood {
  const { root, draft } = parseModel(text);
  const list = valueOf(root, 'layers');
  const nodes = list?.kind === 'array' ? list.items : [];
  const names = nameLayers(new Problems(text, { root, problems: [], confusedFrom: Infinity }), nodes);
  const known = draft?.layers.length === nodes.length ? draft.layers : [];
  const layers = sampleShape ? inferShapes(known, sampleShape).layers : [];
  return { text, root, draft, nodes, names, layers: nodes.map((_, index) => layers[index] ?? null), sampleShape };
}
