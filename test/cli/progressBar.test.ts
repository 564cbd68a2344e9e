// The progress bar: its text, and that it stays off what is no terminal.
import { describe, expect, it } from 'vitest';
import type { Output } from '../../src/cli/output.ts';
import { barText, progressBar } from '../../src/cli/progressBar.ts';

function output(columns: number) {
  const written: string[] = [];
  const write = (text: string) => void written.push(text);
  const stub: Output = { write, line: write, flush: () => Promise.resolve(), closed: false, failure: null, columns };
  return { stub, written };
}

describe('barText', () => {
  it('shows share, iterations and loss', () => {
    expect(barText(5, 10, 0.123456, 80)).toBe(`${'━'.repeat(20)}${'─'.repeat(20)}  50 %  5/10  loss 0.1235`);
  });

  it('fits into the terminal, and the bar is the first to give way', () => {
    for (let columns = 0; columns < 100; columns++)
      expect(barText(999, 1000, 1e-30, columns).length).toBeLessThanOrEqual(columns);
    expect(barText(999, 1000, NaN, 40)).toMatch(/━ {2}99 % {2}999\/1000 {2}loss NaN$/);
  });
});

describe('progressBar', () => {
  it('redraws ten times a second', () => {
    const { stub, written } = output(80);
    let time = 0;
    const bar = progressBar(stub, 10, () => time);
    for (let iteration = 1; iteration <= 10; iteration++) {
      bar.show(iteration, 1);
      time += 50;
    }
    expect(written).toHaveLength(5);
    bar.clear();
    expect(written.at(-1)).toBe('\r\x1b[K');
  });

  it('writes nothing without a terminal', () => {
    const { stub, written } = output(0);
    const bar = progressBar(stub, 10, () => 0);
    bar.show(1, 1);
    bar.clear();
    expect(written).toEqual([]);
  });
});
