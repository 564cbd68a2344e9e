// Writing to a stream whose reader may go away: `backstep run --json | head -1` must end quietly.
import type { Writable } from 'node:stream';

export interface Output {
  /** Adds text; it is sent when enough has gathered, or by `flush`. */
  write(text: string): void;
  line(text: string): void;
  /** Sends what has gathered and waits until it has been taken, so that a slow reader slows us down. */
  flush(): Promise<void>;
  /** Nobody reads any more: broken pipe, or the stream failed. What is written is dropped. */
  readonly closed: boolean;
  /** Why writing failed where it wasn't a broken pipe (disk full): an error code. */
  readonly failure: string | null;
  /** Columns of the terminal; 0 when it isn't one. */
  readonly columns: number;
}

export function createOutput(stream: Writable & { isTTY?: boolean; columns?: number }): Output {
  let gathered: string[] = [];
  let closed = false;
  let failure: string | null = null;
  const fail = (error: Error) => {
    closed = true;
    const code = 'code' in error ? String(error.code) : error.message;
    // What a broken pipe is called when it breaks, and when one goes on writing to it.
    if (!['EPIPE', 'ERR_STREAM_DESTROYED', 'EOF', 'ECONNRESET'].includes(code)) failure ??= code;
  };
  stream.on('error', fail);
  const write = (text: string) => {
    if (!closed && text !== '') gathered.push(text);
  };
  return {
    write,
    line(text) {
      write(`${text}\n`);
    },
    async flush() {
      const text = gathered.join('');
      gathered = [];
      if (text === '' || closed) return;
      await new Promise<void>((resolve) => {
        stream.write(text, (error) => {
          if (error) fail(error);
          resolve();
        });
      });
    },
    get closed() {
      return closed;
    },
    get failure() {
      return failure;
    },
    get columns() {
      // A terminal may not know its own width: 0.
      return stream.isTTY ? stream.columns || 80 : 0;
    },
  };
}
