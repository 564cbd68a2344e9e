// `.nn.json` text to a Model: what the text says, with everything that is wrong with it.
import { losses } from '../core/losses/losses.ts';
import { optimizers } from '../core/optimizers/optimizers.ts';
import { text } from '../core/text.ts';
import { sources } from '../data/sources.ts';
import type { Diagnostic } from './diagnostic.ts';
import { replacing } from './lexer.ts';
import type { Model, Span } from './model.ts';
import type { Draft } from './network.ts';
import { hasErrors, Problems } from './problems.ts';
import { readFileInit } from './readInits.ts';
import { layerWords, readLayers } from './readLayers.ts';
import { excerpt, readOptions, unknownField } from './readOptions.ts';
import { readTyped, readTypedObject, type TableWords } from './readTyped.ts';
import { readClip, readPenalties, readScheduler } from './readUpdate.ts';
import { dataSchema, fileSchema, trainingSchema } from './schema.ts';
import { type Node, type ObjectNode, parseSyntax } from './syntax.ts';
import { headSpan, spanOf, stringOf, valueOf } from './tree.ts';

export interface Parsed {
  /** null when there is any error. */
  readonly model: Model | null;
  /** What could be read all the same; null when the text isn't an object. */
  readonly draft: Draft | null;
  /** The text's tree. */
  readonly root: Node | null;
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
}

const plainFields = Object.keys(fileSchema.def.shape);
const required = ['data', 'layers', 'loss', 'optimizer'] as const;
const known = [...plainFields, ...required, 'training', 'scheduler', 'penalties', 'clip', 'init'];
const dataFields = Object.keys(dataSchema.def.shape);

const lossWords: TableWords = { one: 'A loss', kind: 'loss', key: 'type', example: '"MSELoss"' };
const optimizerWords: TableWords = {
  one: 'An optimizer',
  kind: 'optimizer',
  key: 'type',
  example: '{ "type": "SGD", "lr": 0.1 }',
};
const dataWords: TableWords = { one: 'The data', kind: 'data source', key: 'source', example: '{ "source": "moons" }' };

/** Never throws: whatever is wrong with the text is a diagnostic. */
export function parseModel(source: string): Parsed {
  const syntax = parseSyntax(source);
  const problems = new Problems(source, syntax);
  const { root } = syntax;
  let read: ReturnType<typeof readFile> | null = null;
  if (root?.kind === 'object') {
    read = readFile(problems, root);
  } else if (root) {
    problems.error(
      'wrong-type',
      headSpan(root),
      text('A network is one object in braces: { "data": …, "layers": … }.'),
    );
  } else if (syntax.problems.length === 0) {
    const message = text('The file is empty. A network needs "data", "layers", "loss" and "optimizer".');
    problems.error('empty-file', { start: 0, end: 0 }, message);
  }
  const diagnostics = problems.all();
  const model = read && !hasErrors(diagnostics) ? completed(read) : null;
  return { model, draft: read?.draft ?? null, root, diagnostics };
}

function readFile(problems: Problems, root: ObjectNode) {
  const file = readFields(problems, root);
  const value = (key: string) => valueOf(root, key);
  const initNode = value('init');
  const fileInit = initNode && readFileInit(problems, initNode);
  const layersNode = value('layers');
  const lossNode = value('loss');
  const optimizerNode = value('optimizer');
  const dataNode = value('data');
  // Every optimizer's schema has lr (OptimizerType).
  const optimizer =
    optimizerNode && (readTyped(problems, optimizerNode, optimizers, optimizerWords) as Draft['optimizer']);
  const draft: Draft = {
    data: dataNode && readData(problems, dataNode, file?.seed ?? 0),
    layers: layersNode
      ? readLayers(problems, layersNode, fileInit, optimizer && { ...optimizer, node: optimizerNode })
      : [],
    loss: lossNode && readTyped(problems, lossNode, losses, lossWords),
    optimizer,
    scheduler: readScheduler(problems, value('scheduler')),
    penalties: readPenalties(problems, value('penalties')),
    clip: readClip(problems, value('clip')),
    training: readTraining(problems, value('training') ?? { kind: 'object', start: 0, end: 0, fields: [] }),
    spans: spansOf(root),
  };
  return { file, draft };
}

function completed({ file, draft }: ReturnType<typeof readFile>): Model | null {
  const { data, loss, optimizer, training, scheduler, penalties, clip, spans } = draft;
  const layers = draft.layers.filter((layer) => layer !== null);
  if (!file || !data || !loss || !optimizer || !training || layers.length < draft.layers.length) return null;
  const { name, seed, weights = null } = file;
  return { name, seed, data, layers, loss, optimizer, training, scheduler, penalties, clip, weights, spans };
}

/** Top-level fields: those without a table, and whether names are known and nothing is missing. */
function readFields(problems: Problems, root: ObjectNode) {
  const here = new Set(root.fields.map(({ key }) => key));
  const misnamed = new Set<string>();
  for (const field of root.fields) {
    if (known.includes(field.key)) continue;
    const meant = unknownField(problems, root, field, known, 'The file');
    if (meant) misnamed.add(meant);
  }
  for (const key of required) {
    if (here.has(key) || misnamed.has(key)) continue;
    const example = {
      data: dataWords,
      layers: { example: `[${layerWords.example}]` },
      loss: lossWords,
      optimizer: optimizerWords,
    }[key];
    const message = text('The file needs "{0}", as in "{0}": {1}.', key, example.example);
    problems.missing(root, 'missing-field', headSpan(root), message);
  }
  const plain: ObjectNode = { ...root, fields: root.fields.filter(({ key }) => plainFields.includes(key)) };
  return readOptions(problems, plain, fileSchema, { owner: 'The file', others: [], span: headSpan(root) });
}

function readTraining(problems: Problems, node: Node): Model['training'] | null {
  if (node.kind !== 'object') {
    const message = text(
      '"training" is an object, as in { "batch_size": 32 }; this is {0}.',
      excerpt(problems.source, node),
    );
    problems.error('wrong-type', headSpan(node), message);
    return null;
  }
  const read = readOptions(problems, node, trainingSchema, { owner: '"training"', others: [], span: headSpan(node) });
  return (
    read && {
      batchSize: read.batch_size ?? null,
      shuffle: read.shuffle,
      dropLast: read.drop_last,
      epochs: read.epochs ?? null,
    }
  );
}

function readData(problems: Problems, node: Node, fileSeed: number): Model['data'] | null {
  if (node.kind !== 'object') {
    const name = stringOf(node);
    const instead = name !== null && Object.hasOwn(sources, name) ? `{ "source": "${name}" }` : null;
    const message = text(
      '"data" is an object, as in {0}; this is {1}.',
      instead ?? dataWords.example,
      excerpt(problems.source, node),
    );
    const fix = instead ? replacing(node.start, node.end, instead, text('Write {0}', instead)) : undefined;
    problems.error('wrong-type', headSpan(node), message, fix);
    return null;
  }
  const typed = readTypedObject(problems, node, sources, dataWords, dataFields);
  const plain: ObjectNode = { ...node, fields: node.fields.filter(({ key }) => dataFields.includes(key)) };
  const common = readOptions(problems, plain, dataSchema, { owner: 'The data', others: [], span: headSpan(node) });
  if (!typed || !common) return null;
  return {
    source: typed.type,
    options: typed.options,
    test: common.test,
    normalize: common.normalize,
    seed: common.seed ?? fileSeed,
  };
}

function spansOf(root: ObjectNode): Model['spans'] {
  const spans: Partial<Record<keyof Model['spans'], Span>> = {};
  for (const key of [
    'data',
    'layers',
    'loss',
    'optimizer',
    'training',
    'scheduler',
    'penalties',
    'clip',
    'seed',
    'weights',
  ] as const) {
    const node = valueOf(root, key);
    if (node) spans[key] = spanOf(node);
  }
  return spans;
}

/** The layer at an offset of the text, by its index; null outside of them all. */
export function layerAt({ layers }: Model, offset: number): number | null {
  return layers.find(({ span }) => offset >= span.start && offset <= span.end)?.index ?? null;
}
