// What may stand where in a file, made of the tables and schemas that also validate it: completion and hovers walk it.
import type * as z from 'zod/mini';
import { inits } from '../../core/inits/inits.ts';
import { layers } from '../../core/layers/layers.ts';
import { losses } from '../../core/losses/losses.ts';
import { optimizers } from '../../core/optimizers/optimizers.ts';
import { warmupOptions } from '../../core/schedulers/linearLR.ts';
import { schedulers } from '../../core/schedulers/schedulers.ts';
import { sources } from '../../data/sources.ts';
import { describeSchema, type JsonSchema } from '../expectation.ts';
import {
  clipSchema,
  dataSchema,
  fileSchema,
  layerSchema,
  penaltiesSchema,
  repeatFields,
  repeatType,
  tableFields,
  trainingSchema,
} from '../schema.ts';

export interface Entry {
  readonly summary: string;
  readonly options: z.ZodMiniType<object>;
}

export type Table = Readonly<Record<string, Entry>>;

/** A thing of a type that a table has. */
export interface Choice {
  readonly kind: 'layer' | 'init' | 'loss' | 'optimizer' | 'scheduler' | 'data';
  readonly table: Table;
  /** The field that names it. */
  readonly key: 'type' | 'source';
  /** Whether the name alone may stand for it. */
  readonly bare: boolean;
}

/** What may stand as a value. */
export interface Slot {
  readonly description: string;
  readonly choice?: Choice;
  /** Of an object; of a choice those besides its type's options. */
  readonly fields?: Readonly<Record<string, Slot>>;
  readonly items?: Slot;
  /** Of a plain option. */
  readonly schema?: JsonSchema;
  /** Its text values are names that the file or the data gives. */
  readonly names?: 'layers' | 'columns' | 'files';
  /** An object that maps a layer's parameters to these. */
  readonly parameters?: Slot;
  /** The value of `type` or `source`. */
  readonly typeOf?: Choice;
  /** What a Repeat has instead of a layer's fields. */
  readonly repeat?: Readonly<Record<string, Slot>>;
  /** The field that a new object begins with. */
  readonly lead?: string;
}

/** Options that name a file, where they are text. */
const files = ['path', 'x', 'y', 'images', 'labels', 'weights'];

const choices = {
  layer: { kind: 'layer', table: { ...layers, Repeat: repeatType }, key: 'type', bare: false },
  init: { kind: 'init', table: inits, key: 'type', bare: true },
  loss: { kind: 'loss', table: losses, key: 'type', bare: true },
  optimizer: { kind: 'optimizer', table: optimizers, key: 'type', bare: true },
  scheduler: { kind: 'scheduler', table: schedulers, key: 'type', bare: true },
  data: { kind: 'data', table: sources, key: 'source', bare: false },
} as const satisfies Record<Choice['kind'], Choice>;

/** @param optimizer the type of the file's optimizer, whose options a layer's `optimizer` has */
export function fileSlot(optimizer: string | null): Slot {
  const init: Slot = { description: tableFields.init, choice: choices.init };
  const plain = optionSlots(layerSchema);
  const ofLayer: Record<string, Slot> = {
    ...plain,
    inputs: { ...plain.inputs, names: 'layers' },
    init: { description: tableFields.layerInit, choice: choices.init, parameters: init },
    optimizer: {
      description: tableFields.layerOptimizer,
      fields: tableOptions(optimizers, optimizer ?? 'SGD'),
      lead: 'lr',
    },
  };
  const item = { description: 'A layer.', choice: choices.layer, fields: ofLayer };
  const repeat: Record<string, Slot> = optionSlots(repeatFields);
  repeat.layers = { ...optionSlots(repeatType.options).layers, items: { ...item, repeat } };
  return {
    description: '',
    fields: {
      ...optionSlots(fileSchema),
      data: { description: tableFields.data, choice: choices.data, fields: optionSlots(dataSchema) },
      layers: {
        description: tableFields.layers,
        items: { ...item, repeat },
      },
      loss: { description: tableFields.loss, choice: choices.loss },
      optimizer: { description: tableFields.optimizer, choice: choices.optimizer },
      training: { description: tableFields.training, fields: optionSlots(trainingSchema), lead: 'batch_size' },
      scheduler: {
        description: tableFields.scheduler,
        choice: choices.scheduler,
        fields: {
          warmup: { description: tableFields.warmup, fields: optionSlots(warmupOptions), lead: 'total_iters' },
        },
      },
      penalties: { description: tableFields.penalties, fields: optionSlots(penaltiesSchema), lead: 'l2' },
      clip: { description: tableFields.clip, fields: optionSlots(clipSchema), lead: 'norm' },
      init,
    },
  };
}

/** The fields that an object here may have; `type` is what its own `type` or `source` names. */
export function fieldsOf(slot: Slot, type: string | undefined): Readonly<Record<string, Slot>> {
  const { choice, fields = {}, repeat } = slot;
  if (!choice) return fields;
  const description =
    choice.key === 'source' ? tableFields.source : choice.kind === 'layer' ? tableFields.layerType : 'Its type.';
  const typed = { [choice.key]: { description, typeOf: choice } };
  if (repeat && type === 'Repeat') return { ...typed, ...repeat };
  return { ...typed, ...tableOptions(choice.table, type), ...fields };
}

/** What may stand at a step into the value of a slot. */
export function childSlot(slot: Slot, step: string | number, type: string | undefined): Slot | null {
  if (typeof step === 'number') return slot.items ?? itemSlot(slot, step);
  const fields = fieldsOf(slot, type);
  if (Object.hasOwn(fields, step)) return fields[step];
  return slot.parameters && type === undefined ? slot.parameters : null;
}

function itemSlot({ schema, names, description }: Slot, index: number): Slot | null {
  const list = [schema, ...(schema?.anyOf ?? [])].find((one) => one?.items || one?.prefixItems);
  const item = list?.prefixItems?.[index] ?? list?.items;
  return item ? { description, schema: item, ...(names && { names }) } : null;
}

function tableOptions(table: Table, type: string | undefined): Readonly<Record<string, Slot>> {
  return type !== undefined && Object.hasOwn(table, type) ? optionSlots(table[type].options) : {};
}

function optionSlots(schema: z.ZodMiniType): Record<string, Slot> {
  return Object.fromEntries(
    Object.entries(describeSchema(schema).properties ?? {}).map(([name, option]) => [name, optionSlot(name, option)]),
  );
}

function optionSlot(name: string, schema: JsonSchema): Slot {
  const names = namesOfOption(name, schema);
  return { description: schema.description ?? '', schema, ...(names && { names }) };
}

/** `target` and `features` of a table of the user's own; where its data lies. */
export function namesOfOption(name: string, { type }: JsonSchema): Slot['names'] {
  if (name === 'target' || name === 'features') return 'columns';
  return files.includes(name) && type === 'string' ? 'files' : undefined;
}
