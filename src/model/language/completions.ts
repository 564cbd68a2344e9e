// What can be written at a place in the file: fields, types with their options, names of layers and columns, and whole
// networks where there is nothing yet.
import { type Text, text } from '../../core/text.ts';
import { expectation, type JsonSchema } from '../expectation.ts';
import type { Span } from '../model.ts';
import { type Place, placeAt } from './place.ts';
import { childSlot, type Choice, fieldsOf, fileSlot, type Slot } from './slots.ts';
import {
  escaped,
  fileSnippet,
  isNeeded,
  objectSnippet,
  optionsSnippet,
  skeletonSnippet,
  slotSnippet,
  Stops,
} from './snippets.ts';
import { type LayerList, listAlong, type Understood } from './understood.ts';

export interface Completion {
  readonly label: string;
  readonly kind: 'field' | 'value' | 'snippet' | 'layer' | 'column' | 'file';
  /** Beside the label. */
  readonly detail: Text | null;
  readonly documentation: Text | null;
  /** In the editor's snippet syntax. */
  readonly snippet: string;
  /** What it replaces. */
  readonly span: Span;
  /** Where a comma is to be added as well. */
  readonly commaAt: number | null;
  /** Whether what comes next is chosen from a list too. */
  readonly reopen: boolean;
}

const kinds = { layers: 'layer', columns: 'column', files: 'file' } as const;

/** What the text alone doesn't tell. */
export interface Surroundings {
  readonly templates: readonly { readonly label: string; readonly detail: string; readonly text: string }[];
  /** Columns of the file that `data` names. */
  readonly columns: readonly string[];
  /** Paths of files near this one, relative to it. */
  readonly files: readonly string[];
}

type Draft = Pick<Completion, 'label' | 'kind' | 'snippet'> & Partial<Completion>;

/** In the order in which they are to be shown. */
export function completionsAt(understood: Understood, offset: number, surroundings: Surroundings): Completion[] {
  const place = placeAt(understood.text, offset);
  if (!place) return [];
  const { span, commaAt, needsComma, hasColon } = place;
  // Right behind a value its comma is part of what is written.
  const before = commaAt === span.start ? ', ' : '';
  const after = needsComma && !hasColon ? ',' : '';
  return draftsAt(place, understood, surroundings).map((draft) => ({
    detail: null,
    documentation: null,
    reopen: false,
    ...draft,
    snippet: before + draft.snippet + after,
    span,
    commaAt: before === '' ? commaAt : null,
  }));
}

function draftsAt(place: Place, understood: Understood, surroundings: Surroundings): Draft[] {
  const { frames, role, step } = place;
  if (frames.length === 0) return wholeFiles(surroundings);
  const file = frames[0];
  if (file.kind === '[') return [];
  const optimizer = file.texts.get('optimizer') ?? optimizerOf(understood);
  let slot: Slot | null = fileSlot(optimizer);
  let type: string | undefined;
  for (const [depth, frame] of frames.entries()) {
    if (depth > 0) slot = childSlot(slot, frame.step, type);
    if (!slot) return [];
    type = typeIn(slot, frame.texts);
  }
  const last = frames[frames.length - 1];
  if (role === 'key') return fieldCompletions(slot, type, place, understood);
  const at = childSlot(slot, step, type);
  if (!at) return [];
  const path = frames.slice(1).map((frame) => frame.step);
  return valueCompletions(at, last.keys, last.items, listAlong(understood, [...path, step]), surroundings);
}

function typeIn({ choice }: Slot, texts: ReadonlyMap<string, string>): string | undefined {
  return choice && texts.get(choice.key);
}

function optimizerOf({ draft }: Understood): string | null {
  return draft?.optimizer?.type ?? null;
}

function wholeFiles({ templates }: Surroundings): Draft[] {
  return [
    ...templates.map(({ label, detail, text: body }): Draft => {
      return { label, kind: 'snippet', snippet: fileSnippet(body), documentation: text('{0}', detail) };
    }),
    {
      label: 'data, layers, loss, optimizer',
      kind: 'snippet',
      snippet: skeletonSnippet(),
      documentation: text('A network’s four parts, each to be filled in.'),
      reopen: true,
    },
  ];
}

function fieldCompletions(slot: Slot, type: string | undefined, place: Place, understood: Understood): Draft[] {
  const { frames, hasColon } = place;
  const { keys } = frames[frames.length - 1];
  const fields = Object.entries(fieldsOf(slot, type));
  // Without a type the object is a map of parameters as well as an init that begins.
  const inits = slot.parameters && type === undefined ? parameterNames(frames, understood) : [];
  const all = [...inits.map((name) => [name, slot.parameters!] as const), ...fields];
  const needed = ([name]: readonly [string, Slot]) => isKey(slot, name) || isRequired(slot, type, name);
  return [...all.filter(needed), ...all.filter((field) => !needed(field))]
    .filter(([name]) => !keys.includes(name) && name !== '$schema')
    .map(([name, field]): Draft => {
      return {
        label: name,
        kind: 'field',
        snippet: hasColon ? `"${escaped(name)}"` : `"${escaped(name)}": ${slotSnippet(name, field, new Stops())}`,
        detail: field.schema ? text('{0}', expectation(field.schema)) : null,
        documentation: text('{0}', field.description),
        reopen: !hasColon && isChosen(field),
      };
    });
}

function isKey({ choice }: Slot, name: string): boolean {
  return choice?.key === name;
}

function isRequired({ choice, items, fields }: Slot, type: string | undefined, name: string): boolean {
  if (choice) return type !== undefined && Object.hasOwn(choice.table, type) && isNeeded(choice.table[type], name);
  return !items && fields?.layers !== undefined && ['data', 'layers', 'loss', 'optimizer'].includes(name);
}

/** Whether a value is picked from a list rather than written. */
function isChosen({ choice, typeOf, items, names }: Slot): boolean {
  return [choice, typeOf, items, names].some((one) => one !== undefined);
}

/** Of the layer around: its own where it is understood, else those that most have. */
function parameterNames(frames: Place['frames'], understood: Understood): readonly string[] {
  const { list, path } = listAlong(
    understood,
    frames.slice(1).map((frame) => frame.step),
  );
  const layer = list.layers[Number(path[1])];
  return layer ? layer.parameters.map(({ name }) => name) : ['weight', 'bias'];
}

function valueCompletions(
  slot: Slot,
  keys: readonly string[],
  items: readonly string[],
  { list, path }: ReturnType<typeof listAlong>,
  { columns, files }: Surroundings,
): Draft[] {
  const { choice, typeOf, names, schema } = slot;
  if (typeOf) return typeNames(typeOf, keys);
  if (choice) return [...chosen(choice), ...(slot.parameters ? [begun(slot)] : [])];
  const isList = schema?.type === 'array' || slot.items !== undefined;
  const found =
    names === 'layers'
      ? sourcesOf(list, Number(path[1]))
      : names === 'columns'
        ? columns
        : names === 'files'
          ? files
          : [];
  if (names && !isList) {
    const kind = kinds[names];
    return found
      .filter((name) => !items.includes(name))
      .map((name) => ({ label: JSON.stringify(name), kind, snippet: escaped(JSON.stringify(name)) }));
  }
  if (isList || slot.fields) return [begun(slot)];
  return schema ? plainValues(schema) : [];
}

/** A list or an object that is filled in then. */
function begun(slot: Slot): Draft {
  const { items, schema, fields, parameters } = slot;
  if (parameters) return { label: '{ weight, bias }', kind: 'snippet', snippet: '{ ${1} \\}', reopen: true };
  if (fields) return { label: '{ … }', kind: 'snippet', snippet: slotSnippet('', slot, new Stops()) };
  const snippet = items ? '[\n\t${1}\n]' : '[${1}]';
  return { label: '[ … ]', kind: 'snippet', snippet, reopen: items !== undefined || schema?.items !== undefined };
}

/** What a layer can take its input from, the nearest first. */
function sourcesOf({ names }: LayerList, layer: number): readonly string[] {
  return [...names.slice(0, layer).reverse(), 'input'];
}

/** `"Linear", "out_features": 8`: with the options that the object hasn't got and needs. */
function typeNames(choice: Choice, given: readonly string[]): Draft[] {
  return Object.entries(choice.table).map(([name, entry]): Draft => {
    const stops = new Stops();
    const joins = 'arity' in entry && entry.arity === 'many' && !given.includes('inputs');
    const inputs = joins ? `, "inputs": [${stops.of()}]` : '';
    return {
      label: `"${name}"`,
      kind: 'value',
      snippet: `"${name}"${optionsSnippet(entry, given, stops)}${inputs}`,
      documentation: text('{0}', entry.summary),
      reopen: joins,
    };
  });
}

/** `"MSELoss"` where the name alone does, and the object with its options. */
function chosen(choice: Choice): Draft[] {
  return Object.entries(choice.table).flatMap(([name, entry]): Draft[] => {
    const snippet = objectSnippet(choice, name, entry, new Stops());
    const documentation = text('{0}', entry.summary);
    const label = choice.bare ? `${name} { … }` : name;
    const object: Draft = {
      label,
      kind: 'snippet',
      snippet,
      documentation,
      reopen: /^[^$]*(?:\[\s*|": )\$\{1\}/.test(snippet),
    };
    if (!choice.bare || !entry.options.safeParse({}).success) return [object];
    return [{ label: `"${name}"`, kind: 'value', snippet: `"${name}"`, documentation }, object];
  });
}

function plainValues(schema: JsonSchema): Draft[] {
  const values = new Set<string>();
  const collect = ({ default: standard, type, enum: names = [], const: only, anyOf = [] }: JsonSchema) => {
    if (standard !== undefined) values.add(JSON.stringify(standard));
    for (const value of only === undefined ? names : [only]) values.add(JSON.stringify(value));
    if (type === 'boolean') ['true', 'false'].forEach((value) => values.add(value));
    anyOf.forEach(collect);
  };
  collect(schema);
  return [...values].map((value) => {
    const isDefault = value === JSON.stringify(schema.default);
    return { label: value, kind: 'value', snippet: escaped(value), detail: isDefault ? text('default') : null };
  });
}
