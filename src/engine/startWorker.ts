// Starts the engine in a thread of Node. (A web host starts it in a Web Worker, by a file of its own.)
import { Worker } from 'node:worker_threads';
import type { EngineThread } from './channel.ts';

/** @param file the bundled `worker.ts` */
export function startWorker(file: string): EngineThread {
  const worker = new Worker(file, { name: 'Backstep engine' });
  const ended = new Promise<string>((resolve) => {
    worker.once('error', (error) => resolve(error.stack ?? error.message));
    worker.once('exit', (code) => resolve(`The engine's thread ended with code ${code}.`));
  });
  return { port: worker, ended, terminate: () => void worker.terminate() };
}
