// What all who show samples must agree on: which are images, and what an answer is called.
import type { NetworkDescription } from '../src/protocol/description.ts';
import { datum, short } from './format.ts';

/** Rows and columns, or one channel of them. */
export function isImage(sampleShape: readonly number[]): boolean {
  return sampleShape.length === 2 || (sampleShape.length === 3 && sampleShape[0] === 1);
}

/** A class by its name, else by its number; a value in few digits. */
export function answerName({ accuracy, data }: NetworkDescription, value: number): string {
  if (accuracy === null) return short(value);
  if (Number.isNaN(value)) return '–';
  const name = data.classNames[value];
  if (name !== undefined) return visible(name);
  return Number.isInteger(value) ? String(value) : short(value);
}

/** A number of a sample: what it stands for, where it does. */
export function inputName({ data }: NetworkDescription, value: number): string {
  const symbol = data.symbols?.[value];
  return symbol === undefined ? datum(value) : visible(symbol);
}

const blanks: Readonly<Record<string, string>> = { ' ': '␣', '\n': '⏎', '\t': '⇥' };

/** A class that is a blank (of a text's characters) as a sign for it. */
const visible = (name: string): string => blanks[name] ?? name;
