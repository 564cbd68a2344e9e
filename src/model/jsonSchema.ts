// The JSON schema behind VS Code's completion and hovers, made of the tables. It describes and never complains: objects
// are open, nothing is required, and each value may be anything besides what is offered, because mistakes are told by
// our own parser, once. `npm run build` writes it to media/nn.schema.json.
import type * as z from 'zod/mini';
import { inits } from '../core/inits/inits.ts';
import { layers } from '../core/layers/layers.ts';
import { losses } from '../core/losses/losses.ts';
import { optimizers } from '../core/optimizers/optimizers.ts';
import { warmupOptions } from '../core/schedulers/linearLR.ts';
import { schedulers } from '../core/schedulers/schedulers.ts';
import { sources } from '../data/sources.ts';
import { describeSchema, expectation, type JsonSchema } from './expectation.ts';
import {
  clipSchema,
  dataSchema,
  fileSchema,
  layerSchema,
  penaltiesSchema,
  repeatType,
  tableFields,
  trainingSchema,
} from './schema.ts';

type Json = Readonly<Record<string, unknown>>;
type Table = Readonly<Record<string, { readonly summary: string; readonly options: z.ZodMiniType<object> }>>;

/** Accepts every JSON text. */
export function jsonSchema(): Json {
  const warmup = { description: tableFields.warmup, properties: properties(warmupOptions) };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Neural network (.nn.json)',
    description: 'A network, its data and how it is trained, in PyTorch’s names.',
    allowComments: true,
    allowTrailingCommas: true,
    definitions: {
      init: nameOrObject(inits, 'Init'),
      layer: layerItem(),
    },
    properties: {
      ...properties(fileSchema),
      data: { description: tableFields.data, ...chosen(sources, 'source', tableFields.source, properties(dataSchema)) },
      layers: {
        description: tableFields.layers,
        items: { $ref: '#/definitions/layer' },
        defaultSnippets: [{ label: '[ … ]', body: [{ type: 'Linear', out_features: '^${1:8}' }] }],
      },
      loss: { description: tableFields.loss, ...nameOrObject(losses, 'Loss') },
      optimizer: { description: tableFields.optimizer, ...nameOrObject(optimizers, 'Optimizer') },
      training: {
        description: tableFields.training,
        properties: properties(trainingSchema),
        defaultSnippets: [trainingSnippet],
      },
      scheduler: { description: tableFields.scheduler, ...nameOrObject(schedulers, 'Scheduler', { warmup }) },
      penalties: { description: tableFields.penalties, properties: properties(penaltiesSchema) },
      clip: { description: tableFields.clip, properties: properties(clipSchema) },
      init: { description: tableFields.init, $ref: '#/definitions/init' },
    },
  };
}

const trainingSnippet = { label: '{ batch_size, shuffle }', body: { batch_size: '^${1:32}', shuffle: '^${2:true}' } };

function layerItem(): Json {
  const init = { $ref: '#/definitions/init' };
  const map = { properties: { weight: init, bias: init } };
  const optimizer = { description: tableFields.layerOptimizer, properties: anyOptimizer() };
  const fields = {
    ...properties(layerSchema),
    optimizer,
    init: { description: tableFields.layerInit, anyOf: [init, map, {}] },
  };
  const { allOf, ...item } = chosen({ ...layers, Repeat: repeatType }, 'type', tableFields.layerType, fields);
  const conditions = allOf.map(({ if: is, then }) => ({
    if: is,
    then: { ...then, properties: withLayers(then.properties) },
  }));
  return { description: 'A layer.', ...item, allOf: conditions };
}

/** The layers of a Repeat are layers. */
function withLayers({ layers: inner, ...options }: Json): Json {
  if (!inner) return options;
  return { ...options, layers: { ...(inner as Json), items: { $ref: '#/definitions/layer' } } };
}

/** The options of all optimizers: which one the file has, a JSON schema can't look up. */
function anyOptimizer(): Json {
  const all = Object.values(optimizers).map(({ options }) => properties(options));
  return Object.assign({}, ...all.reverse()) as Json;
}

/** `"Adam"` or `{ "type": "Adam", "lr": 0.01 }`. */
function nameOrObject(table: Table, title: string, common: Json = {}): Json {
  return {
    anyOf: [names(table), { title, ...chosen(table, 'type', 'Its type.', common, (name) => `${name} { … }`) }, {}],
  };
}

/** An object whose options follow from the type that one of its fields names. */
function chosen(table: Table, key: string, description: string, common: Json, label = (name: string) => name) {
  return {
    properties: { [key]: { description, anyOf: [names(table), {}] }, ...common },
    // `type` and `required` stand in a condition: nothing is demanded.
    allOf: Object.entries(table).map(([name, { options, summary }]) => ({
      if: { type: 'object', properties: { [key]: { const: name } }, required: [key] },
      then: { description: summary, properties: properties(options) },
    })),
    defaultSnippets: Object.entries(table).map(([name, { options, summary }]) => ({
      label: label(name),
      description: summary,
      body: { [key]: name, ...requiredBody(options) },
    })),
  };
}

function names(table: Table): Json {
  return { enum: Object.keys(table), enumDescriptions: Object.values(table).map(({ summary }) => summary) };
}

function properties(schema: z.ZodMiniType): Json {
  const described = describeSchema(schema).properties ?? {};
  return Object.fromEntries(Object.entries(described).map(([name, option]) => [name, open(option)]));
}

/** An option that offers what it takes and accepts everything. */
function open(option: JsonSchema): Json {
  const { description, default: standard, ...rest } = option;
  return {
    description: `${description ?? ''} (${expectation(option)})`.trim(),
    ...(standard === undefined ? {} : { default: standard }),
    anyOf: [rest, {}],
  };
}

/** Tab stops for the options that can't be left out. */
function requiredBody(schema: z.ZodMiniType): Json {
  const { required = [], properties: options = {} } = describeSchema(schema);
  const needed = required.filter((name) => options[name]?.default === undefined);
  return Object.fromEntries(needed.map((name, index) => [name, placeholder(options[name] ?? {}, name, index + 1)]));
}

function placeholder({ type, minimum }: JsonSchema, name: string, stop: number): string {
  if (type === 'number' || type === 'integer') return `^\${${stop}:${name === 'lr' ? 0.1 : Math.max(minimum ?? 1, 1)}}`;
  return type === 'string' ? `\${${stop}:${name}}` : `^\${${stop}:[]}`;
}
