// Snippets in the editor's own syntax: what is written, with the places to be filled in.
import { describeSchema, type JsonSchema, namesOf } from '../expectation.ts';
import { lex } from '../lexer.ts';
import { type Choice, type Entry, namesOfOption, type Slot } from './slots.ts';

/** Options that are written out also where they have a default: what one changes first. */
const telling = ['lr', 'samples', 'noise', 'p'];

/** What an option that has no default starts with. */
const starts: Readonly<Record<string, string>> = {
  ...{ lr: '0.1', out_features: '8', out_channels: '8', kernel_size: '3', hidden_size: '16', num_heads: '1' },
  ...{ num_embeddings: '32', embedding_dim: '16', output_size: '1', unflattened_size: '[1, 8, 8]', dims: '[2, 1]' },
  ...{ index: '-1', step_size: '10', milestones: '[10, 20]', gamma: '0.95', T_max: '50', max_lr: '0.1', value: '0' },
  ...{
    normalized_shape: '8',
    norm: '1',
    total_iters: '100',
    batch_size: '32',
    // The four corners of xor, the only source without a number of its own.
    samples: '4',
    context: '16',
    epochs: '50',
    times: '2',
    l1: '0.0001',
    l2: '0.0001',
  },
};

/** Numbers the places of one snippet. */
export class Stops {
  private last = 0;

  /** A place that begins with this text, selected. */
  of(text = ''): string {
    return text === '' ? `\${${++this.last}}` : `\${${++this.last}:${escaped(text)}}`;
  }

  /** A place for one of a few texts. */
  choice(texts: readonly string[]): string {
    return `\${${++this.last}|${texts.map((text) => text.replace(/[\\,|$}]/g, '\\$&')).join(',')}|}`;
  }
}

/** Text as a snippet has it where nothing is to be filled in. */
export function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/** `{ "type": "Linear", "out_features": 8 }`, its options to be filled in. */
export function objectSnippet({ key, kind }: Choice, type: string, entry: Entry, stops: Stops): string {
  const joins = kind === 'layer' && 'arity' in entry && entry.arity === 'many';
  const inputs = joins ? `, "inputs": [${stops.of()}]` : '';
  return `{ "${key}": "${type}"${optionsSnippet(entry, [], stops)}${inputs} \\}`;
}

/** `, "out_features": 8`: what must be given or is best seen, less what stands there already. */
export function optionsSnippet(entry: Entry, given: readonly string[], stops: Stops): string {
  const { properties = {} } = describeSchema(entry.options);
  const shown = Object.entries(properties).filter(
    ([name]) => (isNeeded(entry, name) || telling.includes(name)) && !given.includes(name),
  );
  return shown.map(([name, schema]) => `, "${name}": ${valueSnippet(name, schema, stops)}`).join('');
}

export function isNeeded({ options }: Entry, name: string): boolean {
  const { required = [], properties = {} } = describeSchema(options);
  return required.includes(name) && properties[name]?.default === undefined;
}

/** An option's value as it starts: its default, or something that works. */
function valueSnippet(name: string, schema: JsonSchema, stops: Stops): string {
  const standard = schema.default;
  // Chosen from a list with its quotes: what is replaced must lie in its place, or the editor leaves the snippet.
  if (namesOfOption(name, schema)) return stops.of();
  if (schema.type === 'boolean') return stops.choice(standard === true ? ['false', 'true'] : ['true', 'false']);
  const names = namesOf(schema);
  if (names.length > 0 && typeof standard === 'string') {
    return `"${stops.choice([standard, ...names.filter((one) => one !== standard)])}"`;
  }
  if (typeof standard === 'string') return `"${stops.of(standard)}"`;
  if (typeof standard === 'number' && standard !== 0) return stops.of(JSON.stringify(standard));
  if (Object.hasOwn(starts, name)) return stops.of(starts[name]);
  if (standard !== undefined && standard !== null) return stops.of(JSON.stringify(standard));
  switch (schema.type) {
    case 'number':
    case 'integer':
      return stops.of(String(Math.max(schema.minimum ?? 1, 1)));
    case 'array':
      return name === 'layers' ? `[\n\t${stops.of()}\n]` : `[${stops.of()}]`;
    case 'string':
      return `"${stops.of()}"`;
    default:
      return stops.of();
  }
}

/** How a value of a slot begins; its first place is where the rest is chosen. */
export function slotSnippet(
  name: string,
  { choice, typeOf, items, names, fields, lead, schema }: Slot,
  stops: Stops,
): string {
  if (choice) return stops.of();
  if (typeOf) return `"${stops.of()}"`;
  if (items) return `[\n\t${stops.of()}\n]`;
  if (names === 'columns' || names === 'files') return stops.of();
  if (names === 'layers') return `[${stops.of()}]`;
  const first = lead === undefined ? undefined : fields?.[lead];
  if (lead !== undefined && first?.schema) return `{ "${lead}": ${valueSnippet(lead, first.schema, stops)} \\}`;
  return schema ? valueSnippet(name, schema, stops) : stops.of();
}

/** A whole file as a snippet: its numbers, and what its top-level "name" says, are places. */
export function fileSnippet(text: string): string {
  const stops = new Stops();
  const { tokens } = lex(text);
  let done = 0;
  let snippet = '';
  tokens.forEach(({ kind, start, end, value }, index) => {
    const isName = kind === 'string' && tokens[index - 1]?.kind === ':' && tokens[index - 2]?.value === 'name';
    if (kind !== 'number' && !isName) return;
    snippet += escaped(text.slice(done, start));
    snippet += isName ? `"${stops.of(String(value))}"` : stops.of(text.slice(start, end));
    done = end;
  });
  return snippet + escaped(text.slice(done)).trimEnd();
}

/** The parts that a file can't be without, each to be chosen. */
export function skeletonSnippet(): string {
  const stops = new Stops();
  const lines = [
    `"data": ${stops.of()},`,
    `"layers": [`,
    `\t${stops.of()}`,
    `],`,
    `"loss": ${stops.of()},`,
    `"optimizer": ${stops.of()}`,
  ];
  return `{\n${lines.map((line) => `\t${line}`).join('\n')}\n\\}`;
}
