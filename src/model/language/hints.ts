// What is shown behind each layer: the shape that comes out of it, and how many parameters it has.
import { shapeText, sizeOf } from '../../core/shape.ts';
import { type Text, text } from '../../core/text.ts';
import { count } from '../memoryNeed.ts';
import type { NetworkLayer } from '../model.ts';
import { isRepeat } from '../repeat.ts';
import { blockOf, type LayerList, type Understood } from './understood.ts';

export interface Hint {
  /** Behind the layer and its comma. */
  readonly offset: number;
  readonly label: Text;
}

/** Of the layers between two offsets. */
export function hintsBetween(understood: Understood, start: number, end: number): Hint[] {
  return hintsOf(understood, understood, start, end);
}

/** In a Repeat: of its first repetition. */
function hintsOf(understood: Understood, { nodes, layers }: LayerList, start: number, end: number): Hint[] {
  const { text: source } = understood;
  return layers.flatMap((layer, index): Hint[] => {
    const node = nodes[index];
    if (isRepeat(node)) return hintsOf(understood, blockOf(understood, node), start, end);
    if (!layer || node.end < start || node.end > end) return [];
    const comma = /^[ \t]*,/.exec(source.slice(node.end, node.end + 16))?.[0].length ?? 0;
    return [{ offset: node.end + comma, label: labelOf(layer) }];
  });
}

function labelOf(layer: NetworkLayer): Text {
  const shape = shapeText(layer.outputShape);
  const size = parameterCount(layer);
  if (size === 0) return text('{0}', shape);
  return size === 1 ? text('{0} · 1 parameter', shape) : text('{0} · {1} parameters', shape, count(size));
}

export function parameterCount({ parameters }: NetworkLayer): number {
  return parameters.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}
