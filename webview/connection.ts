// The wire to the extension host: birpc over the webview's message channel.
import { createBirpc } from 'birpc';
import { rpcOptions } from '../src/protocol/rpc.ts';
import type { HostFunctions, ViewFunctions } from '../src/protocol/view.ts';

/** What VS Code gives a webview. */
export interface VsCodeApi {
  postMessage(message: unknown): void;
}

export function connect(api: VsCodeApi, functions: ViewFunctions): HostFunctions {
  return createBirpc<HostFunctions, ViewFunctions>(functions, {
    ...rpcOptions,
    post: (message: unknown) => api.postMessage(message),
    on: (receive) => {
      window.addEventListener('message', (event: MessageEvent<{ t?: unknown } | null>) => {
        if (event.data && typeof event.data === 'object' && 't' in event.data) receive(event.data);
      });
    },
  });
}
