// What a command is: its options as data, from which come parsing, errors and --help, and what it does.
import type { Output } from './output.ts';

/** 0 fine, 1 the file's fault, 2 the command's fault. */
export type ExitCode = 0 | 1 | 2;

export interface Option {
  /** flag: no value. count: a whole number from 0. seconds: a number above 0. path, name: text. */
  readonly kind: 'flag' | 'count' | 'seconds' | 'path' | 'name';
  /** How its value is called in the help: `N`, `OUT.safetensors`. */
  readonly value?: string;
  /** Its one-letter name: `o` for `-o`. */
  readonly short?: string;
  readonly summary: string;
}

export type Options = Readonly<Record<string, Option>>;

type ValueOf<Kind extends Option['kind']> = Kind extends 'flag'
  ? boolean
  : (Kind extends 'count' | 'seconds' ? number : string) | undefined;

/** The options' values as given; undefined where they weren't, false for a flag. */
export type Values<O extends Options> = { readonly [Name in keyof O]: ValueOf<O[Name]['kind']> };

/** The world outside, passed in. */
export interface Context {
  readonly out: Output;
  readonly err: Output;
  /** Folder of the data sets shipped with Backstep. */
  readonly shippedDirectory: string;
  /** Milliseconds from any fixed moment. */
  readonly now: () => number;
}

export interface CommandOf<O extends Options> {
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  /** What follows the name: `FILE… [--json]`. */
  readonly usage: string;
  readonly files: 'none' | 'one' | 'many';
  readonly options: O;
  /** Paragraphs for --help: what it prints, and what that means. */
  readonly notes: readonly string[];
  run(files: readonly string[], values: Values<O>, context: Context): Promise<ExitCode>;
}

/** A command whose options are known only at run time. */
export type Command = CommandOf<Options>;

/** Gives `run` the types of its options' values. */
export function command<const O extends Options>(definition: CommandOf<O>): Command {
  return {
    ...definition,
    run: (files, values, context) => definition.run(files, values as Values<O>, context),
  };
}
