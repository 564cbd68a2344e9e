// Lays graphs out beside the main thread, in a worker made from the bundled text of `layoutWorker.ts`.
import source from 'worker:./layoutWorker.ts';
import type { Ranked, Sizes } from './ranks.ts';

export class LayoutThread {
  private worker: Worker | null = null;
  private newest = 0;
  private waiting: ((ranked: Ranked) => void) | null = null;

  /** Only the newest request is answered. */
  place(sizes: Sizes, done: (ranked: Ranked) => void): void {
    this.waiting = done;
    this.start().postMessage({ id: ++this.newest, sizes });
  }

  /** What is under way is no longer wanted. */
  forget(): void {
    this.waiting = null;
  }

  dispose(): void {
    this.worker?.terminate();
    this.worker = null;
    this.forget();
  }

  private start(): Worker {
    if (this.worker) return this.worker;
    const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
    const worker = new Worker(url);
    worker.onmessage = ({ data }: MessageEvent<{ id: number; ranked: Ranked }>) => {
      URL.revokeObjectURL(url);
      if (data.id === this.newest) this.waiting?.(data.ranked);
    };
    this.worker = worker;
    return worker;
  }
}
