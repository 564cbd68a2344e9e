// Bytes to DAP's messages. Whatever a client gets wrong about a message's frame costs that message and none after it:
// inside JSON no header can stand, so the next header is where reading goes on.

export interface MessageSink {
  message(value: unknown): void;
  /** Bytes that are no message, as text, and why. */
  unreadable(source: string, why: string): void;
}

const blankLine = Buffer.from('\r\n\r\n');
const lengthField = /content-length *:([^\r\n]*)/i;
const nextHeader = /content-length *:[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n/i;
/** Bytes without a header that are waited with: there is none in sight. */
const mostWithoutHeader = 2 ** 20;

export class MessageReader {
  private readonly sink: MessageSink;
  private data: Buffer = Buffer.alloc(0);
  /** The body's length as its header says it; null before a header was read. */
  private length: string | null = null;

  constructor(sink: MessageSink) {
    this.sink = sink;
  }

  push(chunk: Uint8Array): void {
    this.data = Buffer.concat([this.data, chunk]);
    while (this.length === null ? this.readHeader() : this.readBody(this.length));
  }

  private take(length: number): string {
    const text = this.data.toString('utf8', 0, length);
    this.data = this.data.subarray(length);
    return text;
  }

  private readHeader(): boolean {
    const end = this.data.indexOf(blankLine);
    if (end < 0) {
      if (this.data.length > mostWithoutHeader) this.sink.unreadable(this.take(this.data.length), 'It has no header.');
      return false;
    }
    const header = this.take(end + blankLine.length);
    const field = lengthField.exec(header);
    const before = header.slice(0, field?.index ?? header.length).trim();
    const areFields = field !== null && before.split('\r\n').every((line) => /^[\w-]+ *:/.test(line));
    if (before !== '' && !areFields) this.sink.unreadable(before, 'It has no header with its Content-Length.');
    if (field) this.length = field[1].trim();
    return true;
  }

  private readBody(given: string): boolean {
    const length = /^\d+$/.test(given) ? Number(given) : Infinity;
    const visible = this.data.toString('latin1');
    const end = nextHeader.exec(visible)?.index ?? Infinity;
    if (length <= Math.min(this.data.length, end)) {
      this.length = null;
      this.read(this.take(length), given, Math.min(this.data.length, end - length));
      return true;
    }
    // The length is wrong, or not all has arrived; what is there may be the message.
    const source = this.data.toString('utf8', 0, Math.min(this.data.length, end));
    const value = parsed(source);
    const isWhole = 'value' in value && source.trimEnd().endsWith('}');
    if (end === Infinity && !isWhole) return false;
    this.length = null;
    this.take(Math.min(this.data.length, end));
    if (isWhole && length !== Infinity) this.sink.message(value.value);
    else this.sink.unreadable(source, wrongLength(given, source));
    return true;
  }

  /** @param beyond bytes after it before the next header */
  private read(source: string, given: string, beyond: number): void {
    if (source === '') return;
    const result = parsed(source);
    if ('value' in result) return this.sink.message(result.value);
    const more = this.data.toString('utf8', 0, beyond);
    if (more === '' || !('value' in parsed(source + more))) return this.sink.unreadable(source, result.why);
    this.take(beyond);
    this.sink.unreadable(source + more, wrongLength(given, source + more));
  }
}

const wrongLength = (given: string, source: string) =>
  `Content-Length is ${given}, but the message has ${Buffer.byteLength(source)} bytes.`;

function parsed(source: string): { readonly value: unknown } | { readonly why: string } {
  try {
    return { value: JSON.parse(source) as unknown };
  } catch (error) {
    return { why: error instanceof Error ? error.message : String(error) };
  }
}
