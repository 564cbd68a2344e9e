// Requests and their answers, whatever they are about: each gets exactly one, a mistake an error, in the order in which
// the answers are known.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { ProtocolServer } from '@vscode/debugadapter/lib/protocol';
import { Arguments, RequestProblem } from './arguments.ts';
import { meantRequest } from './translation.ts';

export type Handler = (args: Arguments) => object | void | Promise<object | void>;

/** Requests that only look may be cancelled. */
const cancellable = new Set(['evaluate', 'variables', 'completions', 'readMemory', 'dataBreakpointInfo']);

export abstract class RequestServer extends ProtocolServer {
  protected abstract readonly handlers: Readonly<Record<string, Handler>>;
  /** Resolves when the client has let go. */
  readonly closed: Promise<void>;
  private onClosed: () => void = () => undefined;
  private initialized = false;
  private disconnected = false;
  /** Answer a request that is under way by an error, by its number. */
  private readonly cancels = new Map<number, (problem: RequestProblem) => void>();

  constructor() {
    super();
    this.closed = new Promise((resolve) => (this.onClosed = resolve));
  }

  /** A request has been answered well. */
  protected abstract answered(command: string): void;

  override handleMessage(message: DebugProtocol.ProtocolMessage): void {
    const { type, seq, command } = (message ?? {}) as Partial<DebugProtocol.Request> & { readonly type?: string };
    // The client is asked for nothing.
    if (type === 'response' || type === 'event') return;
    if (type === 'request' && Number.isInteger(seq) && typeof command === 'string')
      void this.answer(message as DebugProtocol.Request);
    else this.unreadable(JSON.stringify(message), 'a request has a seq, a type and the name of a command.');
  }

  /** What came instead of a message is told, and answered by an error. */
  unreadable(source: string, why: string): void {
    const message = `This is no message: ${why}`;
    this.tell('output', { category: 'stderr', output: `${message} ${source.slice(0, 200)}\n` });
    if (source !== '') this.refuse(meantRequest(source), message);
  }

  protected tell(event: string, body: object): void {
    if (!this.disconnected) this.sendEvent({ seq: 0, type: 'event', event, body });
  }

  private refuse(request: Pick<DebugProtocol.Response, 'request_seq' | 'command'>, message: string): void {
    const format = message.replaceAll('{', '(').replaceAll('}', ')');
    const body = { error: { id: 1, format, showUser: false } };
    this.sendResponse({ seq: 0, type: 'response', ...request, success: false, message, body });
  }

  private async answer({ seq, command, arguments: args }: DebugProtocol.Request): Promise<void> {
    const request = { request_seq: seq, command };
    try {
      const cancelled = new Promise<never>((_, reject) => cancellable.has(command) && this.cancels.set(seq, reject));
      const body = await Promise.race([this.handle(command, args), cancelled]);
      this.sendResponse({ seq: 0, type: 'response', ...request, success: true, ...(body && { body }) });
    } catch (error) {
      return this.refuse(request, error instanceof Error ? error.message : String(error));
    } finally {
      this.cancels.delete(seq);
    }
    this.answered(command);
    if (command === 'disconnect') {
      this.disconnected = true;
      this.onClosed();
    }
  }

  private async handle(command: string, args: unknown): Promise<object | void> {
    const handler = Object.hasOwn(this.handlers, command) ? this.handlers[command] : undefined;
    if (!handler) throw new RequestProblem(`There is no request ${command}.`);
    if (this.disconnected) throw new RequestProblem('The session has ended.');
    if (command === 'initialize' && this.initialized) throw new RequestProblem('initialize came twice.');
    if (!this.initialized && command !== 'initialize' && command !== 'disconnect')
      throw new RequestProblem(`${command} came before initialize.`);
    const result = handler(new Arguments(args));
    if (command === 'initialize') this.initialized = true;
    return result;
  }

  /** Answers a request that is still under way by an error. */
  protected cancel(seq: number): void {
    this.cancels.get(seq)?.(new RequestProblem('cancelled'));
  }
}
