// A command's arguments, read by its options; every mistake is a sentence that says what would be right.
import { parseArgs } from 'node:util';
import { suggest } from '../model/suggest.ts';
import type { Command, Option, Options, Values } from './command.ts';

export interface Arguments {
  readonly files: readonly string[];
  readonly values: Values<Options>;
}

/** `args`: what follows the command's name. */
export function readArguments(command: Command, args: readonly string[]): Arguments | { problem: string } | 'help' {
  const options = Object.entries(command.options);
  // Not strict: it would stop at the first mistake with a sentence of Node's own.
  const { tokens } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h' },
      ...Object.fromEntries(
        options.map(([name, { kind, short }]) => {
          return [name, { type: kind === 'flag' ? 'boolean' : 'string', ...(short && { short }) }];
        }),
      ),
    },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  if (tokens.some((token) => token.kind === 'option' && token.name === 'help')) return 'help';

  const files: string[] = [];
  const given = new Map<string, boolean | number | string>();
  for (const token of tokens) {
    if (token.kind === 'positional') files.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(command.options, token.name) ? command.options[token.name] : undefined;
    if (!option) return { problem: unknownOption(token.rawName, token.name, command) };
    if (given.has(token.name)) return { problem: `${token.rawName} is given twice` };
    const value = readValue(option, token.rawName, token.value, token.inlineValue ?? false);
    if (typeof value === 'object') return value;
    given.set(token.name, value);
  }
  if (command.files === 'none' && files.length > 0) return { problem: `takes no file: ${files.join(', ')}` };
  if (command.files !== 'none' && files.length === 0) return { problem: 'needs a file' };
  if (files.includes('')) return { problem: 'needs a file, and a name given is empty' };
  if (files.length > 1 && command.files === 'one')
    return { problem: `takes one file, not ${files.length}: ${files.join(', ')}` };
  const values = Object.fromEntries(
    options.map(([name, { kind }]) => [name, given.get(name) ?? (kind === 'flag' ? false : undefined)]),
  );
  return { files, values };
}

function unknownOption(rawName: string, name: string, command: Command): string {
  const near = suggest(name, Object.keys(command.options));
  return `there is no option ${rawName}${near ? `; did you mean --${near}?` : ''}`;
}

function readValue(
  { kind, value: placeholder = '' }: Option,
  name: string,
  value: string | undefined,
  inline: boolean,
): boolean | number | string | { problem: string } {
  if (kind === 'flag') return value === undefined ? true : { problem: `${name} takes no value` };
  // `--save --json`: an option follows where a value should. A file of that name can be given as --save=--json.
  if (value === undefined || value === '' || (!inline && value.startsWith('--'))) {
    return { problem: `${name} needs a value: ${name} ${placeholder}` };
  }
  if (kind === 'count')
    return /^\d+$/.test(value) && Number.isSafeInteger(Number(value)) ? Number(value) : wrongCount(name, value);
  if (kind === 'seconds') {
    const seconds = /^\d*\.?\d+$/.test(value) ? Number(value) : NaN;
    return seconds > 0 && seconds <= 86_400
      ? seconds
      : { problem: `${name} must be a number of seconds above 0 and up to 86400, not ${value}` };
  }
  return value;
}

function wrongCount(name: string, value: string): { problem: string } {
  return { problem: `${name} must be a whole number, 0 or more, not ${value}` };
}
