// Where a type is named: `"BCELoss"`, or `{ "type": "BCELoss", "reduction": "sum" }`. Losses, optimizers and inits are
// written in both ways, layers and data sources as objects.
import type * as z from 'zod/mini';
import { text } from '../core/text.ts';
import { describeSchema, list } from './expectation.ts';
import { replacing } from './lexer.ts';
import type { Problems } from './problems.ts';
import { badValue, excerpt, readOptions, rename } from './readOptions.ts';
import { suggest } from './suggest.ts';
import type { Node, ObjectNode } from './syntax.ts';
import { fieldOf, headSpan, stringOf } from './tree.ts';

/** A table of records with options. */
export type Table = Readonly<Record<string, { readonly options: z.ZodMiniType<object> }>>;

export interface Typed {
  readonly type: string;
  readonly options: object;
}

/** `a layer`, `an init`: what stands in a table, as messages name it. */
export interface TableWords {
  readonly one: string;
  /** `layer type`, `loss`. */
  readonly kind: string;
  /** The field that names it: `type`, `source`. */
  readonly key: 'type' | 'source';
  /** How one is written. */
  readonly example: string;
}

/** Types that take no bare name because they need an option, and how they are written instead. */
const needs: Readonly<Record<string, string>> = {
  SGD: '{ "type": "SGD", "lr": 0.1 }',
  constant: '{ "type": "constant", "value": 0 }',
  sparse: '{ "type": "sparse", "sparsity": 0.5 }',
  StepLR: '{ "type": "StepLR", "step_size": 10 }',
  MultiStepLR: '{ "type": "MultiStepLR", "milestones": [30, 80] }',
  ExponentialLR: '{ "type": "ExponentialLR", "gamma": 0.95 }',
  CosineAnnealingLR: '{ "type": "CosineAnnealingLR", "T_max": 50 }',
  OneCycleLR: '{ "type": "OneCycleLR", "max_lr": 0.1 }',
};

export function readTyped(problems: Problems, node: Node, table: Table, words: TableWords): Typed | null {
  if (node.kind === 'object') return readTypedObject(problems, node, table, words, []);
  const name = stringOf(node);
  if (name === null) {
    const message = text(
      '{0} is a name or an object with its type, as in {1}; this is {2}.',
      words.one,
      words.example,
      excerpt(problems.source, node),
    );
    problems.error('wrong-type', headSpan(node), message);
    return null;
  }
  if (knownName(problems, node, table, words) !== name) return null;
  const schema = table[name].options;
  const required = optionsNeeded(schema);
  if (required.length > 0) {
    const instead = Object.hasOwn(needs, name) ? needs[name] : undefined;
    const missing = list(required.map((key) => `"${key}"`));
    const message = instead
      ? text('{0} needs {1}: write {2}.', name, missing, instead)
      : text('{0} needs {1}: write it as an object, { "type": "{0}", … }.', name, missing);
    const fix = instead ? replacing(node.start, node.end, instead, text('Write {0}', instead)) : undefined;
    problems.error('missing-field', node, message, fix);
    return null;
  }
  const object: ObjectNode = { kind: 'object', start: node.start, end: node.end, fields: [] };
  const options = readOptions(problems, object, schema, { owner: name, others: [], span: node });
  return options && { type: name, options };
}

/** `others` are fields of the object that the caller reads. null when the type or an option is wrong. */
export function readTypedObject(
  problems: Problems,
  node: ObjectNode,
  table: Table,
  words: TableWords,
  others: readonly string[],
): Typed | null {
  const field = fieldOf(node, words.key);
  if (!field) {
    missingType(problems, node, words, Object.keys(table));
    return null;
  }
  const type = field.value && knownName(problems, field.value, table, words);
  if (!field.value || type === null) return null;
  const exact = type === stringOf(field.value);
  const about = { owner: type, others: [words.key, ...others], span: field.value, guessed: !exact };
  const options = readOptions(problems, node, table[type].options, about);
  return options && exact ? { type, options } : null;
}

function missingType(problems: Problems, node: ObjectNode, words: TableWords, known: readonly string[]) {
  const misnamed = node.fields.find(({ key }) => suggest(key, [words.key]) === words.key);
  if (misnamed) {
    const message = text('{0} has no field "{1}". Did you mean "{2}"?', words.one, misnamed.key, words.key);
    problems.error('unknown-field', misnamed.keySpan, message, rename(misnamed.keySpan, words.key));
    return;
  }
  const message = text(
    '{0} needs "{1}", as in {2}. Known: {3}.',
    words.one,
    words.key,
    words.example,
    known.join(', '),
  );
  problems.missing(node, 'missing-field', headSpan(node), message);
}

/** The name if the table has it; else that is reported, and the one most likely meant returned: its options can be checked. */
function knownName(problems: Problems, node: Node, table: Table, words: TableWords): string | null {
  const name = stringOf(node);
  if (name === null) {
    badValue(problems, node, words.key, { type: 'string' });
    return null;
  }
  if (Object.hasOwn(table, name)) return name;
  const known = Object.keys(table);
  const meant = suggest(name, known);
  const message = meant
    ? text('Unknown {0} "{1}". Did you mean "{2}"?', words.kind, name, meant)
    : text('Unknown {0} "{1}". Backstep knows {2}.', words.kind, name, list(known).replace(/ or (?=[^ ]+$)/, ' and '));
  problems.error(`unknown-${words.key}`, node, message, meant ? rename(node, meant) : undefined);
  return meant;
}

/** The options that a bare name would lack. */
function optionsNeeded(schema: z.ZodMiniType<object>): readonly string[] {
  // Most have none that must be given, and a parse tells quicker than a description.
  return schema.safeParse({}).success ? [] : (describeSchema(schema).required ?? []);
}
