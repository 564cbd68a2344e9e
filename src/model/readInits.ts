// `init`: a bare init, or a map from a layer's parameters to inits.
import { inits } from '../core/inits/inits.ts';
import type { InitSpec } from '../core/inits/init.ts';
import { text } from '../core/text.ts';
import type { Span } from './model.ts';
import type { Problems } from './problems.ts';
import { readTyped, type TableWords } from './readTyped.ts';
import type { Node } from './syntax.ts';
import { fieldOf, spanOf } from './tree.ts';

const initWords: TableWords = {
  one: 'An init',
  kind: 'init',
  key: 'type',
  example: '"kaiming_uniform"',
};

export interface InitMap {
  /** By parameter name; a bare one under `'*'`. */
  readonly inits: Readonly<Record<string, InitSpec>>;
  readonly spans: Readonly<Record<string, Span>>;
}

/** A layer's `init`. */
export function readLayerInit(problems: Problems, node: Node): InitMap {
  const bare = node.kind !== 'object' || fieldOf(node, 'type') !== null;
  if (bare) {
    const spec = readTyped(problems, node, inits, initWords);
    return { inits: spec ? { '*': spec } : {}, spans: { '*': spanOf(node) } };
  }
  const read: Record<string, InitSpec> = Object.create(null) as Record<string, InitSpec>;
  const spans: Record<string, Span> = Object.create(null) as Record<string, Span>;
  for (const { key, keySpan, value } of node.fields) {
    if (!value) continue;
    spans[key] = spanOf(keySpan);
    const spec = readTyped(problems, value, inits, initWords);
    if (spec) read[key] = spec;
  }
  return { inits: read, spans };
}

/** The file's own `init`: a bare one. */
export function readFileInit(problems: Problems, node: Node): InitMap | null {
  if (node.kind === 'object' && !fieldOf(node, 'type') && node.fields.some(({ key }) => /weight|bias/.test(key))) {
    const message = text(
      'The file’s own "init" is one init for all weights: write a name, or an object with its "type". A layer’s "init" may name its parameters.',
    );
    problems.error('wrong-type', { start: node.start, end: node.start + 1 }, message);
    return null;
  }
  const spec = readTyped(problems, node, inits, initWords);
  return spec && { inits: { '*': spec }, spans: { '*': spanOf(node) } };
}
