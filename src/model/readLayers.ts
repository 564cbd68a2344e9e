// `layers`: each layer's options, name, inputs and inits.
import { layers as layerTable, layerType } from '../core/layers/layers.ts';
import type { InitSpec } from '../core/inits/init.ts';
import { text } from '../core/text.ts';
import { connect, nameLayers, reportUnused } from './graph.ts';
import { replacing } from './lexer.ts';
import type { Layer, Span } from './model.ts';
import type { Problems } from './problems.ts';
import { type InitMap, readLayerInit } from './readInits.ts';
import { unroll } from './repeat.ts';
import { excerpt, readOptions } from './readOptions.ts';
import { type FileOptimizer, readLayerOptimizer } from './readUpdate.ts';
import { readTypedObject, type TableWords } from './readTyped.ts';
import { layerSchema, repeatType } from './schema.ts';
import { suggest } from './suggest.ts';
import type { Node, ObjectNode } from './syntax.ts';
import { headSpan, spanOf, stringOf, valueOf } from './tree.ts';

export const layerWords: TableWords = {
  one: 'A layer',
  kind: 'layer type',
  key: 'type',
  example: '{ "type": "Linear", "out_features": 8 }',
};

/** Fields of a layer that aren't options of its type. */
const common = ['name', 'frozen', 'inputs', 'init', 'optimizer'];
/** What may stand in the list. Repeats are gone when layers are read: their name is here to be suggested. */
const table = { ...layerTable, Repeat: repeatType };
const plainFields = Object.keys(layerSchema.def.shape);

/** The layers, null where one has a mistake. */
export function readLayers(
  problems: Problems,
  node: Node,
  fileInit: InitMap | null,
  fileOptimizer: FileOptimizer | null,
): (Layer | null)[] {
  if (node.kind !== 'array') {
    const message = text(
      '"layers" is a list of layers, as in [{0}]; this is {1}.',
      layerWords.example,
      excerpt(problems.source, node),
    );
    problems.error('wrong-type', headSpan(node), message);
    return [];
  }
  if (node.items.length === 0) {
    problems.missing(
      node,
      'no-layers',
      node,
      text('A network needs at least one layer, as in {0}.', layerWords.example),
    );
    return [];
  }
  const unrolled = unroll(problems, node.items);
  const names = nameLayers(problems, unrolled);
  const connections = connect(problems, unrolled, names);
  const read: ReturnType<typeof readLayer>[] = [];
  const layers = unrolled.entries.map((entry, index): Layer | null => {
    const { first, path, scope } = entry;
    const layer = first < index ? read[first] : readLayer(problems, entry.node, fileInit, fileOptimizer);
    read.push(layer);
    const inputs = connections[index];
    if (!layer || !inputs) return null;
    return { ...layer, index, name: names[index], path, inputs, ...(scope.block && { block: scope.block }) };
  });
  const complete = layers.filter((layer) => layer !== null);
  if (complete.length === layers.length) reportUnused(problems, complete);
  return layers;
}

function readLayer(
  problems: Problems,
  node: Node,
  fileInit: InitMap | null,
  fileOptimizer: FileOptimizer | null,
): Omit<Layer, 'index' | 'name' | 'path' | 'inputs'> | null {
  if (node.kind !== 'object') {
    notAnObject(problems, node);
    return null;
  }
  const typed = readTypedObject(problems, node, table, layerWords, common);
  const plain = readOptions(problems, only(node, plainFields), layerSchema, {
    owner: 'A layer',
    others: [],
    span: headSpan(node),
  });
  const initNode = valueOf(node, 'init');
  const own: InitMap = initNode ? readLayerInit(problems, initNode) : { inits: {}, spans: {} };
  const optimizerNode = valueOf(node, 'optimizer');
  const optimizer = optimizerNode && fileOptimizer && readLayerOptimizer(problems, optimizerNode, fileOptimizer);
  if (!typed || !plain) return null;
  const typeNode = valueOf(node, 'type') ?? node;
  const fieldSpans: Record<string, Span> = {};
  if (fileInit?.spans['*']) fieldSpans['init.*'] = fileInit.spans['*'];
  for (const { key, value } of node.fields) if (value) fieldSpans[key] = spanOf(value);
  for (const [name, span] of Object.entries(own.spans)) fieldSpans[`init.${name}`] = span;
  return {
    type: typed.type,
    options: typed.options,
    inits: { ...fileInit?.inits, ...own.inits } satisfies Record<string, InitSpec>,
    frozen: plain.frozen,
    optimizer,
    span: spanOf(node),
    typeSpan: spanOf(typeNode),
    fieldSpans,
  };
}

/** `"ReLU"` for `{ "type": "ReLU" }`. */
function notAnObject(problems: Problems, node: Node) {
  const name = stringOf(node);
  const type = name === null ? null : layerType(name) ? name : suggest(name, Object.keys(layerTable));
  if (type) {
    const instead = `{ "type": "${type}" }`;
    const fix = replacing(node.start, node.end, instead, text('Write {0}', instead));
    problems.error('wrong-type', node, text('A layer is an object: {0}.', instead), fix);
    return;
  }
  const message = text(
    'A layer is an object, as in {0}; this is {1}.',
    layerWords.example,
    excerpt(problems.source, node),
  );
  problems.error('wrong-type', headSpan(node), message);
}

/** The object as if it had these fields only. */
function only(node: ObjectNode, keys: readonly string[]): ObjectNode {
  return { ...node, fields: node.fields.filter(({ key }) => keys.includes(key)) };
}
