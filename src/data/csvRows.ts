// Comma-separated text as rows of cells (RFC 4180, with any delimiter, LF or CRLF, blank lines left out), each with the
// line it starts on. Written here rather than taken from csv-parse, whose types bring Node's along and whose browser
// build brings a Buffer; the tests hold this one against it.

export interface CsvRow {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvMistake {
  readonly line: number;
  readonly kind: 'unclosed-quote' | 'text-after-quote';
}

/** Reading ends at the first mistake, because what follows an open quote can't be told apart. */
export function csvRows(source: string, delimiter: string): { rows: CsvRow[]; mistake: CsvMistake | null } {
  const rows: CsvRow[] = [];
  const reader = new Reader(source.replace(/^\uFEFF/, ''), delimiter);
  while (!reader.done) {
    const { line } = reader;
    const cells: string[] = [];
    do {
      const cell = reader.readCell();
      if (typeof cell !== 'string') return { rows, mistake: cell };
      cells.push(cell);
    } while (reader.skipDelimiter());
    reader.skipLineEnd();
    if (cells.length > 1 || cells[0] !== '') rows.push({ line, cells });
  }
  return { rows, mistake: null };
}

class Reader {
  line = 1;
  #at = 0;
  readonly #source: string;
  readonly #delimiter: string;

  constructor(source: string, delimiter: string) {
    this.#source = source;
    this.#delimiter = delimiter;
  }

  get done(): boolean {
    return this.#at >= this.#source.length;
  }

  /** Unquoted cells are trimmed; quoted ones are taken as they are, `""` for a quote. */
  readCell(): string | CsvMistake {
    while (this.#source[this.#at] === ' ' && this.#delimiter !== ' ') this.#at++;
    return this.#source[this.#at] === '"' ? this.#readQuoted() : this.#readPlain();
  }

  skipDelimiter(): boolean {
    const found = !this.done && this.#source[this.#at] === this.#delimiter;
    if (found) this.#at++;
    return found;
  }

  skipLineEnd(): void {
    if (this.done) return;
    this.#at += this.#source.startsWith('\r\n', this.#at) ? 2 : 1;
    this.line++;
  }

  #readPlain(): string {
    const from = this.#at;
    while (!this.#atCellEnd()) this.#at++;
    return this.#source.slice(from, this.#at).trim();
  }

  #readQuoted(): string | CsvMistake {
    const { line } = this;
    let cell = '';
    for (;;) {
      const from = this.#at + 1;
      const end = this.#source.indexOf('"', from);
      if (end < 0) return { line, kind: 'unclosed-quote' };
      cell += this.#source.slice(from, end);
      this.#at = end + 1;
      if (this.#source[this.#at] !== '"') break;
      cell += '"';
    }
    this.line += cell.split('\n').length - 1;
    while (this.#source[this.#at] === ' ' && this.#delimiter !== ' ') this.#at++;
    return this.#atCellEnd() ? cell : { line: this.line, kind: 'text-after-quote' };
  }

  #atCellEnd(): boolean {
    if (this.done) return true;
    const character = this.#source[this.#at];
    return character === this.#delimiter || character === '\n' || character === '\r';
  }
}
