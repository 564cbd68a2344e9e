// `init`: a bare init, or a map from a layer's parameters to inits.
import { inits } from '../core/inits/inits.ts';
import type { InitSpec } from '../core/inits/init.ts';
import { text } from '../core/text.ts';
import { replacing } from './lexer.ts';
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
  if (constantMeant(problems, node, (constant) => `{ "weight": ${constant} }`)) return { inits: {}, spans: {} };
  if (bare) {
    const spec = readTyped(problems, node, inits, initWords);
    return { inits: spec ? { '*': spec } : {}, spans: { '*': spanOf(node) } };
  }
  const read: Record<string, InitSpec> = Object.create(null) as Record<string, InitSpec>;
  const spans: Record<string, Span> = Object.create(null) as Record<string, Span>;
  for (const { key, keySpan, value } of node.fields) {
    if (!value) continue;
    spans[key] = spanOf(keySpan);
    if (constantMeant(problems, value, (constant) => constant)) continue;
    const spec = readTyped(problems, value, inits, initWords);
    if (spec) read[key] = spec;
  }
  return { inits: read, spans };
}

/** A number, as PReLU's own `init` in PyTorch: tells how it is written here. */
function constantMeant(problems: Problems, node: Node, place: (constant: string) => string): boolean {
  if (node.kind !== 'scalar' || typeof node.value !== 'number' || !Number.isFinite(node.value)) return false;
  const constant = place(`{ "type": "constant", "value": ${node.value} }`);
  const message = text('A number is no init: to start from {0} everywhere, write {1}.', node.value, constant);
  problems.error('wrong-type', node, message, replacing(node.start, node.end, constant, text('Write {0}', constant)));
  return true;
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
