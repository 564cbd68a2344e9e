// While a run goes on, a repaint changes as many pictures as fit in a few milliseconds, those first that have waited
// longest; the others have their turn at the next. What repaints cost decides how soon that is: at the screen's rate where
// they are cheap, less often where the browser paints without a graphics card, for the machine that runs the network may
// have only this processor to share.

/** Milliseconds of script in a repaint. */
const budget = 8;
/** Part of the time that script, layout and painting of all turns may take. */
const share = 0.3;

/** When the browser paints. */
export interface Screen {
  /** Milliseconds. */
  readonly now: () => number;
  /** Runs something just before the next repaint. */
  readonly beforeRepaint: (work: () => void) => void;
  /** Runs something after the repaint that is being prepared. */
  readonly afterRepaint: (work: () => void) => void;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

export class Turns {
  /** In the order of their turns. A Map keeps the place of what is set again. */
  private readonly waiting = new Map<unknown, () => void>();
  private readonly screen: Screen;
  private readonly done: () => void;
  private underWay = false;

  /** @param done called when everything had its turn */
  constructor(screen: Screen, done: () => void) {
    this.screen = screen;
    this.done = done;
  }

  /** Puts a change off until its turn; one that waits already under the same key is replaced. */
  put(key: unknown, change: () => void): void {
    this.waiting.set(key, change);
    if (!this.underWay) void this.take();
  }

  /** Makes all changes that wait, at once. */
  finish(): void {
    const changes = [...this.waiting.values()];
    this.waiting.clear();
    for (const change of changes) change();
  }

  /** Takes turns until nothing waits. */
  private async take(): Promise<void> {
    this.underWay = true;
    const { screen } = this;
    while (this.waiting.size > 0) {
      await new Promise<void>((resolve) => screen.beforeRepaint(resolve));
      const start = screen.now();
      for (const [key, change] of this.waiting) {
        this.waiting.delete(key);
        change();
        // What depends on it is rendered and drawn in a microtask of its own, which is part of the price.
        await Promise.resolve();
        if (screen.now() - start > budget) break;
      }
      if (this.waiting.size === 0) this.done();
      await new Promise<void>((resolve) => screen.afterRepaint(resolve));
      const took = screen.now() - start;
      await screen.sleep(took / share - took);
    }
    this.underWay = false;
  }
}

export function browserScreen(): Screen {
  const { port1, port2 } = new MessageChannel();
  let painted: () => void = () => undefined;
  port1.onmessage = () => painted();
  return {
    now: () => performance.now(),
    beforeRepaint: (work) => void requestAnimationFrame(work),
    // A message that is sent while a repaint is prepared comes after it.
    afterRepaint(work) {
      painted = work;
      port2.postMessage(null);
    },
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
}
