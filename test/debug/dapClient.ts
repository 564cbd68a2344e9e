// A DAP client that plays a session against `backstep dap`: requests awaited, events kept in order.
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import path from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';

const script = path.join(import.meta.dirname, '../../dist/cli.js');

export type Body = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any -- as it comes over the wire

export class DapClient {
  readonly events: DebugProtocol.Event[] = [];
  readonly exited: Promise<number | null>;
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly pending = new Map<number, (response: DebugProtocol.Response) => void>();
  private readonly waiters = new Set<() => void>();
  private data = Buffer.alloc(0);
  private seq = 1;
  private gone = false;

  /** Hears answers to what was not asked. */
  onStray: (response: DebugProtocol.Response) => void = () => undefined;

  constructor({ cwd }: { cwd?: string } = {}) {
    this.child = spawn(process.execPath, [script, 'dap'], { cwd });
    this.exited = new Promise((resolve) => this.child.once('close', resolve));
    void this.exited.then(() => {
      this.gone = true;
      for (const wake of this.waiters) wake();
      for (const answer of this.pending.values())
        answer({
          seq: 0,
          type: 'response',
          request_seq: 0,
          command: '',
          success: false,
          message: 'the process is gone',
        });
    });
    this.child.stdout.on('data', (chunk: Buffer) => this.receive(chunk));
    this.child.stderr.on('data', (chunk: Buffer) => process.stderr.write(chunk));
  }

  private receive(chunk: Buffer) {
    this.data = Buffer.concat([this.data, chunk]);
    for (;;) {
      const head = this.data.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.data.toString('utf8', 0, head))![1]);
      if (this.data.length < head + 4 + length) return;
      const message = JSON.parse(
        this.data.toString('utf8', head + 4, head + 4 + length),
      ) as DebugProtocol.ProtocolMessage;
      this.data = this.data.subarray(head + 4 + length);
      if (message.type === 'event') {
        this.events.push(message as DebugProtocol.Event);
        for (const wake of this.waiters) wake();
      } else {
        const response = message as DebugProtocol.Response;
        (this.pending.get(response.request_seq) ?? this.onStray)(response);
      }
    }
  }

  raw(text: string) {
    this.child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  }

  response(command: unknown, args?: unknown): Promise<DebugProtocol.Response> {
    const seq = this.seq++;
    return new Promise((resolve) => {
      this.pending.set(seq, resolve);
      this.raw(JSON.stringify({ seq, type: 'request', command, arguments: args }));
    });
  }

  /** The body; throws where the answer is an error. */
  async request(command: string, args?: unknown): Promise<Body> {
    const response = await this.response(command, args);
    if (!response.success) throw new Error(`${command}: ${response.message}`);
    return (response.body ?? {}) as Body;
  }

  /** The first event of the kind after the `from`-th of all. */
  async event(kind: string, from = 0): Promise<Body> {
    for (;;) {
      const found = this.events.slice(from).find(({ event }) => event === kind);
      if (found) return found.body as Body;
      if (this.gone) throw new Error(`no event ${kind}: the process is gone`);
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.waiters.delete(wake);
          resolve();
        };
        this.waiters.add(wake);
      });
    }
  }

  /** Moves, and waits until it stands again. */
  async move(command: string, args: object = {}): Promise<Body> {
    const from = this.events.length;
    await this.request(command, { threadId: 1, ...args });
    return this.event('stopped', from);
  }

  async launch(args: object, configure: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    await this.request('initialize', { adapterID: 'backstep', linesStartAt1: true, columnsStartAt1: true });
    const launched = this.request('launch', args);
    await this.event('initialized');
    await configure();
    await this.request('configurationDone');
    await launched;
  }

  async value(expression: string): Promise<string> {
    return String((await this.request('evaluate', { expression, context: 'watch' })).result);
  }

  async top(): Promise<Body> {
    return (await this.request('stackTrace', { threadId: 1 })).stackFrames[0] as Body;
  }

  /** Not a message. */
  bytes(text: string) {
    this.child.stdin.write(text);
  }

  /** Closes the pipe to it. */
  hangUp() {
    this.child.stdin.end();
  }

  kill() {
    this.child.kill();
  }
}
