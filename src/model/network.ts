// Model and data to a Network: shapes, parameters, batches; what doesn't fit together; what doesn't fit into memory.
import { layerType } from '../core/layers/layers.ts';
import { lossType } from '../core/losses/losses.ts';
import { schedulerType } from '../core/schedulers/schedulers.ts';
import { sameShape, type Shape, shapeText, sizeOf } from '../core/shape.ts';
import { formatText, text } from '../core/text.ts';
import type { Part } from '../data/part.ts';
import type { Dataset } from '../data/source.ts';
import type { Diagnostic, Fix } from './diagnostic.ts';
import { replacing } from './lexer.ts';
import { checkMemory } from './memoryNeed.ts';
import type { Layer, Model, Network, NetworkLayer, Span } from './model.ts';
import { hasErrors, once } from './problems.ts';
import { completeScheduler } from './schedule.ts';
import { type Inferred, inferShapes } from './shapes.ts';

/** As much of a model as could be read: null stands where the text has a mistake. */
export interface Draft {
  readonly data: Model['data'] | null;
  readonly layers: readonly (Layer | null)[];
  readonly loss: Model['loss'] | null;
  readonly optimizer: Model['optimizer'] | null;
  readonly training: Model['training'] | null;
  readonly scheduler: Model['scheduler'];
  readonly penalties: Model['penalties'];
  readonly clip: Model['clip'];
  readonly spans: Model['spans'];
}

export interface BuildOptions {
  /** Bytes that tensors may take (default 2 GiB); a network that needs more is refused. */
  readonly memoryLimit?: number;
}

export interface Built {
  /** null when there is any error. */
  readonly network: Network | null;
  readonly diagnostics: readonly Diagnostic[];
}

const top: Span = { start: 0, end: 1 };
const twoGiB = 2 ** 31;

export function buildNetwork(model: Model, dataset: Dataset, options: BuildOptions = {}): Built {
  const inferred = inferShapes(model.layers, dataset.sampleShape);
  const diagnostics = [...inferred.diagnostics, ...checkNetwork(model, inferred, dataset, options)];
  const layers = inferred.layers.filter((layer) => layer !== null);
  const batches = planBatches(model, dataset.train.rows);
  if (hasErrors(diagnostics) || 'code' in batches || layers.length < model.layers.length) {
    return { network: null, diagnostics };
  }
  const parameterCount = layers
    .flatMap(({ parameters }) => parameters)
    .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return { network: { model, layers, dataset, ...batches, parameterCount }, diagnostics };
}

/** What is wrong beyond the shapes, as far as the parts that are there tell. */
export function checkNetwork(
  draft: Draft,
  { layers, outputShape }: Inferred,
  dataset: Dataset,
  { memoryLimit = twoGiB }: BuildOptions,
): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const batches = planBatches(draft, dataset.train.rows);
  if ('code' in batches) diagnostics.push(batches);
  if (outputShape && draft.loss) diagnostics.push(...checkLoss(draft, outputShape));
  if (!('code' in batches)) diagnostics.push(...checkScheduler(draft, batches.batches));
  const complete = layers.filter((layer) => layer !== null);
  if (outputShape && draft.loss && diagnostics.every(({ code }) => code !== 'loss-shape')) {
    diagnostics.push(...checkTargets(draft.loss, dataset, complete, outputShape));
  }
  diagnostics.push(...once(checkGroups(complete)));
  if (!('code' in batches)) diagnostics.push(...once(checkRows(draft, complete, batches)));
  if (complete.length < layers.length || complete.length === 0) return diagnostics;
  if (draft.optimizer && !('code' in batches)) {
    const sampleSize = sizeOf(dataset.sampleShape);
    const problem = checkMemory(draft.optimizer, draft.spans, complete, batches.batchSize, sampleSize, memoryLimit);
    if (problem) diagnostics.push(problem);
  }
  if (!complete.some(({ parameters }) => parameters.some(({ trained }) => trained))) {
    const message = text(
      'No layer has parameters that train, so nothing will be learned: add a Linear layer that isn’t frozen.',
    );
    diagnostics.push({ code: 'nothing-to-train', severity: 'warning', message, ...(complete.at(-1)?.typeSpan ?? top) });
  }
  return diagnostics;
}

/** Why the scheduler can't go with the optimizer or the run. */
function checkScheduler({ scheduler, optimizer, training, spans }: Draft, batches: number): Diagnostic[] {
  if (!scheduler || !training) return [];
  const completed = completeScheduler(scheduler, training.epochs, batches);
  const message =
    'problem' in completed
      ? completed.problem
      : optimizer && schedulerType(scheduler.type)?.check?.(completed.options, optimizer);
  return message ? [{ code: 'scheduler', severity: 'error', message, ...(spans.scheduler ?? top) }] : [];
}

/** Options of an optimizer that nothing follows. */
function checkGroups(layers: readonly NetworkLayer[]): Diagnostic[] {
  return layers
    .filter(({ optimizer, parameters }) => optimizer && !parameters.some(({ trained }) => trained))
    .map(({ type, frozen, fieldSpans, typeSpan }) => {
      const message = frozen
        ? text('A frozen layer doesn’t follow an optimizer: its "optimizer" does nothing.')
        : text('{0} has no parameters: its "optimizer" does nothing.', type);
      return { code: 'unused-optimizer', severity: 'warning', message, ...(fieldSpans.optimizer ?? typeSpan) };
    });
}

/** Layers that can't be trained on a batch, or on a last one that is short. */
function checkRows(
  { spans }: Draft,
  layers: readonly NetworkLayer[],
  { batchSize, lastBatch }: { readonly batchSize: number; readonly lastBatch: number },
): Diagnostic[] {
  return layers.flatMap(({ type, options, inputShapes, typeSpan }): Diagnostic[] => {
    const problemOf = (rows: number) => layerType(type)?.checkRows?.(options, inputShapes, rows);
    const always = problemOf(batchSize);
    const last = problemOf(lastBatch);
    const way = always
      ? text('Give a larger "batch_size" (or more rows than one).')
      : text('The last batch has {0} row: set "drop_last" to true, or another "batch_size".', lastBatch);
    const problem = always ?? last;
    if (!problem) return [];
    const message = text('{0} {1}', formatText(problem), formatText(way));
    return [{ code: 'batch-rows', severity: 'error', message, ...((always ? null : spans.training) ?? typeSpan) }];
  });
}

/** Why the loss can't take an output of this shape. */
export function checkLoss({ loss, spans }: Draft, outputShape: Shape): Diagnostic[] {
  const message = loss && lossType(loss.type)?.check(loss.options, outputShape);
  return message ? [{ code: 'loss-shape', severity: 'error', message, ...(spans.loss ?? top) }] : [];
}

function planBatches({ training, spans }: Draft, rows: number) {
  const given = training?.batchSize ?? null;
  const dropLast = training?.dropLast ?? false;
  if (rows < 1) {
    const message = text('No row is left to train on: lower "test" or give more data.');
    return { code: 'no-rows', severity: 'error', message, ...(spans.data ?? top) } satisfies Diagnostic;
  }
  if (dropLast && given !== null && given > rows) {
    const message = text(
      '"drop_last" leaves no batch: there are {0} training rows and "batch_size" is {1}.',
      rows,
      given,
    );
    return { code: 'no-batch', severity: 'error', message, ...(spans.training ?? top) } satisfies Diagnostic;
  }
  const batchSize = Math.min(given ?? 32, rows);
  const batches = dropLast ? Math.floor(rows / batchSize) : Math.ceil(rows / batchSize);
  return { batchSize, batches, lastBatch: dropLast ? batchSize : rows - (batches - 1) * batchSize };
}

/** Whether targets and output fit: classes within the last dimension, or values of the output's shape. */
function checkTargets(
  loss: Model['loss'],
  dataset: Dataset,
  layers: readonly NetworkLayer[],
  output: Shape,
): Diagnostic[] {
  const span = layers.at(-1)?.typeSpan ?? top;
  const wanted = lossType(loss.type)?.target === 'classes' ? output.slice(0, -1) : output;
  if (!sameShape(dataset.targetShape, wanted)) {
    const message = text(
      'The output of a sample is {0}, which {1} can’t compare with targets of shape {2}.',
      ...[shapeText(output), loss.type, shapeText(dataset.targetShape)],
    );
    return [{ code: 'target-shape', severity: 'error', message, ...span }];
  }
  if (dataset.targetType !== 'int32') return [];
  const ignored = lossType(loss.type)?.ignored?.(loss.options);
  const classes = Math.max(largest(dataset.train, ignored), largest(dataset.test, ignored)) + 1;
  const scores = output.at(-1) ?? 0;
  if (classes <= scores) return [];
  const message = text(
    'The data has {0} classes (0 to {1}), but the last layer gives {2} outputs, one a class: it needs {0}.',
    ...[classes, classes - 1, scores],
  );
  const fix = widthFix(layers, classes);
  return [{ code: 'class-count', severity: 'error', message, ...span, ...(fix && { fix }) }];
}

/** Sets the `out_features` that decide the output's last dimension. */
export function widthFix(layers: readonly (NetworkLayer | null)[], width: number): Fix | undefined {
  let layer = layers.at(-1);
  // Up through layers that only change values, such as a Softmax.
  while (layer?.inputs.length === 1 && layer.parameters.length === 0) {
    if (!sameShape(layer.outputShape, layer.inputShapes[0])) return undefined;
    layer = layers[layer.inputs[0]];
  }
  const span = layer?.fieldSpans.out_features;
  return span && replacing(span.start, span.end, String(width), text('Set "out_features" to {0}', width));
}

function largest({ y }: Part, ignored: number | undefined): number {
  let most = -1;
  for (let i = 0; i < y.length; i++) if (y[i] > most && y[i] !== ignored) most = y[i];
  return most;
}
