// An object of options against its zod schema: the options with defaults filled in, or what is wrong with each field,
// at its place and in our own words.
import * as z from 'zod/mini';
import { type Text, text } from '../core/text.ts';
import type { Fix } from './diagnostic.ts';
import { describeSchema, expectation, type JsonSchema, list, namesOf, schemaAt } from './expectation.ts';
import { replacing } from './lexer.ts';
import type { Span } from './model.ts';
import type { Problems } from './problems.ts';
import { suggest } from './suggest.ts';
import type { Field, Node, ObjectNode } from './syntax.ts';
import { fieldOf, headSpan, nodeAt, plainObject, spanOf } from './tree.ts';

export interface OptionsOf {
  /** What has the options, as messages name it: `Linear`, `training`. */
  readonly owner: string;
  /** Fields of the object that are read elsewhere (`type`, `name`). */
  readonly others: readonly string[];
  /** Where a missing field is reported: the `type`'s value. */
  readonly span: Span;
  /** The owner is only the one most likely meant: what it would need is not asked for. */
  readonly guessed?: boolean;
}

type Issue = z.core.$ZodIssue;

/** What zod/mini says where a record's schema says nothing of its own. */
const bare = 'Invalid input';

/** null when something is wrong. The object is read whole, so that all its mistakes are found together. */
export function readOptions<Options>(
  problems: Problems,
  node: ObjectNode,
  schema: z.ZodMiniType<Options>,
  about: OptionsOf,
): Options | null {
  const valueless = node.fields.some(({ key, value }) => value === null && !about.others.includes(key));
  const result = z.safeParse(schema, plainObject(node, new Set(about.others)));
  if (result.success) return valueless ? null : result.data;
  const description = describeSchema(schema);
  for (const issue of result.error.issues) report(problems, node, description, issue, about);
  return null;
}

function report(problems: Problems, node: ObjectNode, schema: JsonSchema, issue: Issue, about: OptionsOf) {
  if (issue.code === 'unrecognized_keys') {
    const at = nodeAt(node, steps(issue.path));
    const allowed = Object.keys(schemaAt(schema, issue.path).properties ?? {});
    const names = issue.path.length === 0 ? [...allowed, ...about.others] : allowed;
    for (const key of issue.keys) {
      const field = fieldOf(at, key);
      if (field && at?.kind === 'object') unknownField(problems, at, field, names, about.owner);
    }
    return;
  }
  const path = steps(issue.path);
  const parent = nodeAt(node, path.slice(0, -1));
  const key = path.at(-1);
  if (typeof key === 'string' && issue.code !== 'custom') {
    const field = fieldOf(parent, key);
    // A field without a value has been reported already.
    if (field && !field.value) return;
    if (!field) return missingField(problems, node, key, schemaAt(schema, path), about);
  }
  const found = nodeAt(node, path) ?? node;
  if (issue.code === 'custom' || issue.message !== bare) {
    problems.error('bad-option', path.length === 0 ? about.span : spanOf(found), text('{0}', issue.message));
    return;
  }
  badValue(problems, found, nameOf(path) || about.owner, schemaAt(schema, path));
}

/** `betas[1]`. */
function nameOf(path: readonly (string | number)[]): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : index > 0 ? `.${step}` : step)).join('');
}

/** A value that isn't what its schema allows. */
export function badValue(problems: Problems, found: Node, name: string, schema: JsonSchema) {
  const wanted = expectation(schema);
  const written = excerpt(problems.source, found);
  if (found.kind === 'scalar' && Number.isNaN(found.value)) return;
  const names = namesOf(schema);
  if (found.kind === 'scalar' && typeof found.value === 'string' && names.length > 0) {
    if (name === 'reduction' && found.value === 'none') {
      const why = text(
        'Reduction "none" gives a loss for each sample, and only one number can be trained on: use {0}.',
        wanted,
      );
      problems.error('reduction-none', found, why);
      return;
    }
    const meant = suggest(found.value, names);
    const message = meant
      ? text('"{0}" can’t be {1}. Did you mean "{2}"?', name, written, meant)
      : text('"{0}" must be {1}, not {2}.', name, wanted, written);
    problems.error('unknown-value', found, message, meant ? rename(found, meant) : undefined);
    return;
  }
  const numeric = schema.type === 'number' || schema.type === 'integer';
  const number = found.kind === 'scalar' ? Number(found.value) : NaN;
  const quoted = found.kind === 'scalar' && typeof found.value === 'string' && found.value.trim() !== '';
  if (numeric && quoted && Number.isFinite(number)) {
    const fix = replacing(found.start, found.end, String(number), text('Remove the quotes'));
    problems.error('wrong-type', found, text('"{0}" must be {1}: write it without quotes.', name, wanted), fix);
    return;
  }
  const outOfRange = numeric && found.kind === 'scalar' && typeof found.value === 'number';
  const message = text('"{0}" must be {1}, not {2}.', name, wanted, written);
  problems.error(outOfRange ? 'out-of-range' : 'wrong-type', placeOf(found), message, repair(found, schema));
}

/** Of a long value the head, so that a squiggle doesn't cover a page. */
function placeOf(node: Node): Span {
  return node.kind !== 'scalar' && node.end - node.start > 200 ? headSpan(node) : spanOf(node);
}

function repair(found: Node, { type, items, prefixItems, enum: names }: JsonSchema): Fix | undefined {
  if (found.kind !== 'scalar') return undefined;
  if (type === 'boolean') {
    const word = String(found.value).toLowerCase();
    if (word === 'true' || word === '1') return replacing(found.start, found.end, 'true', text('Write {0}', 'true'));
    if (word === 'false' || word === '0') return replacing(found.start, found.end, 'false', text('Write {0}', 'false'));
  }
  if (type === 'string' && !names && typeof found.value === 'number') {
    return replacing(found.start, found.end, JSON.stringify(String(found.value)), text('Add quotes'));
  }
  if (type === 'array' && !prefixItems && typeof found.value === (items?.type === 'string' ? 'string' : 'number')) {
    return replacing(found.start, found.end, `[${JSON.stringify(found.value)}]`, text('Make it a list'));
  }
  return undefined;
}

/** Options that PyTorch's modules ask for and shape inference knows. */
const inferred = ['in_features', 'in_channels', 'num_features'];

/** Options of PyTorch's that change no number. */
const withoutEffect = ['inplace', 'batch_first', 'device', 'dtype', 'foreach', 'fused', 'capturable', 'differentiable'];
/** Options of PyTorch's that change what is computed, and that aren't to be had here: by owner. */
const unsupported: Readonly<Partial<Record<string, readonly string[]>>> = {
  ...{ MaxPool1d: ['return_indices'], MaxPool2d: ['return_indices'], LSTM: ['proj_size'] },
  Embedding: ['max_norm', 'norm_type', 'scale_grad_by_freq', 'sparse'],
  MultiheadAttention: ['add_bias_kv', 'add_zero_attn', 'kdim', 'vdim'],
};

/** A field that isn't known here: with the one that was meant, if any is near, which is returned. */
export function unknownField(
  problems: Problems,
  parent: ObjectNode,
  { key, keySpan }: Field,
  names: readonly string[],
  owner: string,
): string | null {
  if (inferred.includes(key)) {
    const message = text('"{0}" is known from what comes in: leave it out.', key);
    problems.error('inferred-field', keySpan, message, removeField(parent, key));
    return null;
  }
  const ofPytorch = unsupported[owner]?.includes(key);
  if (ofPytorch || withoutEffect.includes(key)) {
    const message = ofPytorch
      ? text('PyTorch’s "{0}" of {1} is not supported here: remove it.', key, owner)
      : text('PyTorch’s "{0}" changes nothing here: leave it out.', key);
    problems.error('unsupported-field', keySpan, message, removeField(parent, key));
    return null;
  }
  if (key === 'activation' && names.includes('out_features')) {
    const message = text('An activation is a layer of its own: write it below this one, as { "type": "ReLU" }.');
    problems.error('unknown-field', keySpan, message, removeField(parent, key));
    return null;
  }
  const free = names.filter((name) => !fieldOf(parent, name));
  const meant = suggest(key, free);
  if (meant) {
    problems.error('unknown-field', keySpan, didYouMean(key, owner, meant), rename(keySpan, meant));
    return meant;
  }
  const known = list(free.map((name) => `"${name}"`));
  const message =
    known === ''
      ? text('{0} has no field "{1}": remove it.', owner, key)
      : text('{0} has no field "{1}". It can have {2}.', owner, key, known);
  problems.error('unknown-field', keySpan, message, removeField(parent, key));
  return null;
}

function didYouMean(key: string, owner: string, meant: string): Text {
  return text('{0} has no field "{1}". Did you mean "{2}"?', owner, key, meant);
}

export function rename(span: Span, name: string): Fix {
  return replacing(span.start, span.end, JSON.stringify(name), text('Change to "{0}"', name));
}

/** What a missing field is filled in with, so that the fix leaves a file that works. */
const sensible: Readonly<Record<string, string>> = {
  ...{ lr: '0.1', out_features: '1', value: '0', samples: '100', sparsity: '0.5' },
  ...{ step_size: '10', milestones: '[30, 80]', gamma: '0.95', T_max: '50', max_lr: '0.1' },
};

function missingField(problems: Problems, node: ObjectNode, key: string, schema: JsonSchema, about: OptionsOf) {
  if (about.guessed) return;
  // `"learning_rate": 0.1` is already told that it should be "lr".
  const misnamed = node.fields.some((field) => !about.others.includes(field.key) && suggest(field.key, [key]) === key);
  if (misnamed) return;
  const value = sensible[key];
  const message = value
    ? text('{0} needs "{1}", {2}, as in "{1}": {3}.', about.owner, key, expectation(schema), value)
    : text('{0} needs "{1}", {2}.', about.owner, key, expectation(schema));
  problems.missing(node, 'missing-field', about.span, message, value ? addField(node, key, value) : undefined);
}

/** After the first field, which names the type. */
function addField(node: ObjectNode, key: string, value: string): Fix {
  const after = node.fields[0]?.value?.end;
  const title = text('Add "{0}"', key);
  if (after === undefined) return replacing(node.start + 1, node.start + 1, ` "${key}": ${value} `, title);
  return replacing(after, after, `, "${key}": ${value}`, title);
}

function removeField(parent: ObjectNode, key: string): Fix | undefined {
  const index = parent.fields.findIndex((field) => field.key === key);
  const field = parent.fields[index];
  const before = parent.fields[index - 1];
  const after = parent.fields[index + 1];
  if (!field?.value) return undefined;
  const title = text('Remove "{0}"', key);
  if (before?.value) return replacing(before.value.end, field.value.end, '', title);
  return after ? replacing(field.keySpan.start, after.keySpan.start, '', title) : undefined;
}

/** What was written, short. */
export function excerpt(source: string, node: Node): string {
  const written = source.slice(node.start, node.end);
  if (node.kind === 'scalar') return written.length > 40 ? `${written.slice(0, 39)}…` : written;
  // A list of a few plain values shows what is wrong with it.
  if (node.kind === 'array' && written.length <= 20 && node.items.every(({ kind }) => kind === 'scalar'))
    return written;
  if (node.kind === 'array') return 'a list';
  return 'an object';
}

function steps(path: readonly PropertyKey[]): (string | number)[] {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
}
