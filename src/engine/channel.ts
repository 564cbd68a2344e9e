// The wire between a host and the engine's thread: birpc over a port. Buffers are transferred, not copied; an error,
// whatever it is, reaches the caller.
import { createBirpc } from 'birpc';
import type { EngineEvents, EngineFunctions } from '../protocol/engine.ts';
import { flattenError, rpcOptions } from '../protocol/rpc.ts';

/** Either end of a thread's channel: Node's Worker, its parentPort, any MessagePort. */
export interface Port {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  off(event: 'message', listener: (message: unknown) => void): unknown;
}

/** A running engine thread. */
export interface EngineThread {
  readonly port: Port;
  /** Resolves when the thread has ended, with what is known of why. */
  readonly ended: Promise<string>;
  terminate(): void;
}

export interface EngineConnection {
  readonly engine: EngineFunctions;
  /** Rejects what is still awaited, with this error. */
  close(reason: Error): void;
}

interface Message {
  readonly t: string;
  /** The function that is called. */
  readonly m?: string;
  readonly i?: string;
  readonly a?: readonly unknown[];
  readonly r?: unknown;
}

/** Calls at which nobody wants the operation under way any more. */
const ending: readonly (keyof EngineFunctions)[] = ['pause', 'seek', 'back', 'reset', 'open'];

export function endsWork(message: unknown): boolean {
  const { m } = message as Message;
  return ending.some((name) => name === m);
}

/** The engine's end: answers calls with `functions`; the result calls the host's events. */
export function serve(port: Port, functions: EngineFunctions): EngineEvents {
  return createBirpc<EngineEvents, EngineFunctions>(functions, {
    ...channel(port),
    eventNames: ['frame', 'health', 'stopped', 'logged', 'experiment'],
  });
}

/** The host's end. */
export function connect(port: Port, events: EngineEvents): EngineConnection {
  const rpc = createBirpc<EngineFunctions, EngineEvents>(events, channel(port));
  return { engine: rpc, close: (reason) => rpc.$close(reason) };
}

function channel(port: Port) {
  return {
    ...rpcOptions,
    post: (message: Message) => {
      try {
        port.postMessage(message, buffersOf(message));
      } catch (error) {
        // A result that can't be cloned: the caller must hear of it, or it waits for ever.
        if (message.t !== 's') throw error;
        port.postMessage({ t: 's', i: message.i, e: flattenError(error) });
      }
    },
    on: (listener: (message: unknown) => void) => void port.on('message', listener),
    off: (listener: (message: unknown) => void) => void port.off('message', listener),
  };
}

/** Buffers among the arguments or the result, or one level below them. */
function buffersOf(message: Message): ArrayBuffer[] {
  const values = [...(message.a ?? []), message.r];
  const nested = values.filter((value) => typeof value === 'object' && value !== null && !Array.isArray(value));
  return [...values, ...nested.flatMap((value) => Object.values(value as object) as unknown[])].filter(
    (value) => value instanceof ArrayBuffer,
  );
}
