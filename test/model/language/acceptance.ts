// An editor that types by accepting completions only: a text, a cursor, and the places of the snippets it has taken.
import { type Completion, completionsAt, type Surroundings } from '../../../src/model/language/completions.ts';
import { understandText } from '../../../src/model/language/understood.ts';

interface Stop {
  readonly start: number;
  readonly end: number;
}

export class Acceptance {
  text: string;
  cursor: number;
  private stops: Stop[] = [];
  private readonly surroundings: Surroundings;

  /** `|` in the text is the cursor. */
  constructor(marked: string, surroundings: Partial<Surroundings> = {}) {
    this.cursor = marked.indexOf('|');
    this.text = marked.slice(0, this.cursor) + marked.slice(this.cursor + 1);
    this.surroundings = { templates: [], columns: [], files: [], ...surroundings };
  }

  get offers(): Completion[] {
    return completionsAt(understandText(this.text, [2]), this.cursor, this.surroundings);
  }

  get labels(): string[] {
    return this.offers.map(({ label }) => label);
  }

  /** Takes the item of this label; the cursor goes to its first place that is empty, or behind it. */
  accept(label: string): this {
    const item = this.offers.find((offer) => offer.label === label);
    if (!item) throw new Error(`not offered: ${label}; but ${this.labels.join(', ')}`);
    const { text, stops } = expand(item.snippet);
    let { start, end } = item.span;
    if (item.commaAt !== null) {
      this.replace(item.commaAt, item.commaAt, ',');
      [start, end] = [start + 1, end + 1];
    }
    this.replace(start, end, text);
    const own = stops.map((stop) => ({ start: stop.start + start, end: stop.end + start }));
    this.stops = [...own, ...this.stops.filter((stop) => stop.start < start || stop.start > start + text.length)];
    this.cursor = start + text.length;
    const empty = own.find((stop) => stop.start === stop.end);
    if (empty) this.cursor = empty.start;
    return this;
  }

  /** To the next empty place, as Tab does. */
  next(): this {
    const stop = this.stops.find((one) => one.start === one.end && one.start > this.cursor);
    if (!stop) throw new Error('no place left');
    this.cursor = stop.start;
    return this;
  }

  /** Out of the innermost bracket. */
  out(): this {
    this.cursor += /^[^}\]]*[}\]]/.exec(this.text.slice(this.cursor))?.[0].length ?? 0;
    return this;
  }

  private replace(start: number, end: number, text: string) {
    this.text = this.text.slice(0, start) + text + this.text.slice(end);
    const moved = (offset: number) => (offset >= end ? offset + text.length - (end - start) : offset);
    this.stops = this.stops.map((stop) => ({ start: moved(stop.start), end: moved(stop.end) }));
    this.cursor = moved(this.cursor);
  }
}

/** A snippet's text with what its places begin with, and where they are. */
export function expand(snippet: string): { text: string; stops: Stop[] } {
  let text = '';
  const stops: Stop[] = [];
  const part = /\\([\\$}])|\$\{\d+(?::((?:\\.|[^\\}])*)|\|((?:\\.|[^\\,|])*)(?:,(?:\\.|[^\\|])*)?\|)?\}|[^]/gy;
  for (const [whole, character, start, choice] of snippet.matchAll(part)) {
    const content = (start ?? choice ?? '').replace(/\\(.)/g, '$1');
    if (whole.startsWith('${')) {
      stops.push({ start: text.length, end: text.length + content.length });
      text += content;
    } else {
      text += character ?? whole;
    }
  }
  return { text, stops };
}
