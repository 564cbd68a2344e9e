// A progress bar on a terminal, redrawn in place; nothing where there is no terminal.
import type { Output } from './output.ts';

export interface ProgressBar {
  /** Draws the state, at most every tenth of a second. `loss`: what to show at the end. */
  show(iteration: number, loss: number): void;
  /** Takes the bar away. */
  clear(): void;
}

const redrawMilliseconds = 100;

export function progressBar(err: Output, total: number, now: () => number): ProgressBar {
  let drawn = -Infinity;
  return {
    show(iteration, loss) {
      if (err.columns === 0 || now() - drawn < redrawMilliseconds) return;
      drawn = now();
      err.write(`\r${barText(iteration, total, loss, err.columns - 1)}\x1b[K`);
    },
    clear() {
      if (drawn > -Infinity) err.write('\r\x1b[K');
    },
  };
}

/** `━━━━━──── 50 %  320/640  loss 0.1234`, in so many columns. */
export function barText(iteration: number, total: number, loss: number, columns: number): string {
  const share = total > 0 ? iteration / total : 1;
  const figures = ` ${String(Math.floor(share * 100)).padStart(3)} %  ${iteration}/${total}  loss ${loss.toPrecision(4)}`;
  const width = Math.max(0, Math.min(40, columns - figures.length));
  const done = Math.round(share * width);
  return `${'━'.repeat(done)}${'─'.repeat(width - done)}${figures}`.slice(0, columns);
}
