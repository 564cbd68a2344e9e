// What lies between gradients and parameters besides the optimizer: `scheduler`, `penalties`, `clip`.
import type * as z from 'zod/mini';
import { optimizers } from '../core/optimizers/optimizers.ts';
import { warmupOptions } from '../core/schedulers/linearLR.ts';
import { schedulers } from '../core/schedulers/schedulers.ts';
import { text } from '../core/text.ts';
import type { Layer, Model } from './model.ts';
import type { Problems } from './problems.ts';
import { excerpt, readOptions } from './readOptions.ts';
import { readTyped, readTypedObject, type Table, type TableWords } from './readTyped.ts';
import { clipSchema, penaltiesSchema } from './schema.ts';
import type { Node } from './syntax.ts';
import { fieldOf, headSpan } from './tree.ts';

const schedulerWords: TableWords = {
  one: 'A scheduler',
  kind: 'scheduler',
  key: 'type',
  example: '{ "type": "StepLR", "step_size": 10 }',
};

/** null where there is none, or one with a mistake. */
export function readScheduler(problems: Problems, node: Node | null): Model['scheduler'] {
  if (!node) return null;
  if (node.kind !== 'object') {
    const typed = readTyped(problems, node, schedulers, schedulerWords);
    return typed && { ...typed, warmup: null };
  }
  const typed = readTypedObject(problems, node, schedulers, schedulerWords, ['warmup']);
  const warmup = fieldOf(node, 'warmup');
  if (!warmup) return typed && { ...typed, warmup: null };
  if (typed?.type === 'LinearLR') {
    problems.error('bad-option', warmup.keySpan, text('LinearLR is the warm-up itself: leave "warmup" out.'));
    return null;
  }
  const read = warmup.value && readObject(problems, warmup.value, 'warmup', warmupOptions, '{ "total_iters": 100 }');
  return typed && read && { ...typed, warmup: read };
}

/** Without the field, or with a mistake in it: none. */
export function readPenalties(problems: Problems, node: Node | null): Model['penalties'] {
  const read = node && readObject(problems, node, 'penalties', penaltiesSchema, '{ "l2": 0.001 }');
  return read ?? { l1: 0, l2: 0 };
}

export function readClip(problems: Problems, node: Node | null): Model['clip'] {
  return node && readObject(problems, node, 'clip', clipSchema, '{ "norm": 1 }');
}

/** The file's optimizer as it is written. */
export interface FileOptimizer {
  readonly type: string;
  readonly node: Node;
}

/** A layer's `optimizer`: options of the file's that differ for its parameters. Complete; null with a mistake. */
export function readLayerOptimizer(problems: Problems, node: Node, file: FileOptimizer): Layer['optimizer'] {
  if (node.kind !== 'object') {
    const message = text(
      'A layer’s "optimizer" has the options that differ for it, as in {0}; this is {1}.',
      ...['{ "lr": 0.01 }', excerpt(problems.source, node)],
    );
    problems.error('wrong-type', headSpan(node), message);
    return null;
  }
  const inherited = file.node.kind === 'object' ? file.node.fields : [];
  const kept = inherited.filter(({ key }) => key !== 'type' && !fieldOf(node, key));
  const { options } = (optimizers as Table)[file.type];
  const about = { owner: file.type, others: [], span: headSpan(node) };
  // Every optimizer's schema has lr (OptimizerType).
  return readOptions(problems, { ...node, fields: [...node.fields, ...kept] }, options, about) as Layer['optimizer'];
}

function readObject<Options>(
  problems: Problems,
  node: Node,
  name: string,
  schema: z.ZodMiniType<Options>,
  example: string,
): Options | null {
  if (node.kind !== 'object') {
    const message = text('"{0}" is an object, as in {1}; this is {2}.', name, example, excerpt(problems.source, node));
    problems.error('wrong-type', headSpan(node), message);
    return null;
  }
  return readOptions(problems, node, schema, { owner: `"${name}"`, others: [], span: headSpan(node) });
}
