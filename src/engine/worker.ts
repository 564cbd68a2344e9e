// The engine's thread: a session served over the parent port.
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import kernels from '../../build/kernels.wasm';
import type { EngineEvents } from '../protocol/engine.ts';
import { AttentivePort } from './attentivePort.ts';
import { endsWork, serve } from './channel.ts';
import { collectGarbage } from './collectGarbage.ts';
import { nodeFiles } from './files.ts';
import { loadThreadedKernels } from './kernelPool.ts';
import { createSession } from './session.ts';

// Bundled beside this file.
const kernelThread = new URL('./kernelThread.js', import.meta.url);
const shipped = fileURLToPath(new URL('../media/examples/data', import.meta.url));
const port = new AttentivePort(parentPort!);
const events: EngineEvents = serve(
  port,
  createSession({
    // A window needs a core: two threads that wait for each other are no faster than one beside it.
    loadKernels: (network, threads) => loadThreadedKernels(kernels, network, threads, kernelThread, 1),
    collectGarbage,
    files: (directory) => nodeFiles(directory, shipped),
    now: () => performance.now(),
    yieldToMessages: () => new Promise((resolve) => setImmediate(resolve)),
    isInterrupted: () => port.awaits(endsWork),
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    events: {
      frame: (view, frame) => events.frame(view, frame),
      health: (findings) => events.health(findings),
      experiment: (view, kind, update) => events.experiment(view, kind, update),
      stopped: (reason, message) => events.stopped(reason, message),
      logged: (lines) => events.logged(lines),
    },
  }),
);
