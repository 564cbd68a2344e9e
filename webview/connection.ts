// The wire to the extension host: birpc over the webview's message channel. Errors are flattened, since they would
// cross VS Code's JSON hop as `{}`.
import { createBirpc } from 'birpc';
import type { HostFunctions, ViewFunctions } from '../src/protocol/view.ts';

/** What VS Code gives a webview. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
}

interface WireError {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
}

function flatten(message: { e?: unknown }): unknown {
  const error = message.e;
  if (!(error instanceof Error)) return message;
  const flat: WireError = { name: error.name, message: error.message, stack: error.stack };
  return { ...message, e: flat };
}

function unflatten(message: { e?: unknown }): unknown {
  if (!message.e) return message;
  const flat = message.e as WireError;
  return { ...message, e: Object.assign(new Error(flat.message), { name: flat.name }) };
}

export function connect(api: VsCodeApi, functions: ViewFunctions): HostFunctions {
  return createBirpc<HostFunctions, ViewFunctions>(functions, {
    post: (message: { e?: unknown }) => api.postMessage(flatten(message)),
    on: (receive) => {
      window.addEventListener('message', (event: MessageEvent<{ t?: unknown; e?: unknown } | null>) => {
        if (event.data && typeof event.data === 'object' && 't' in event.data) receive(unflatten(event.data));
      });
    },
    // A step over an epoch, or a save dialog, takes as long as it takes.
    timeout: 2 ** 31 - 1,
  });
}
