import { describe, expect, it } from 'vitest';
import { encodeFrame, Frame } from '../../src/protocol/frame.ts';
import type { Watch, WatchList } from '../../src/protocol/watch.ts';
import { WatchBoard } from '../../webview/watchBoard.ts';

const statistics = (tensor: string): Watch => ({ kind: 'statistics', tensor });
const header = { tick: 0, lastTick: 0, firstTick: 0, loss: 0, lr: 0, running: 0, rate: 0, rows: 1, timeline: 0 };

function board() {
  const sent: WatchList[] = [];
  const waiting: (() => void)[] = [];
  const made = new WatchBoard(
    (list) => sent.push(list),
    (flush) => waiting.push(flush),
  );
  const repaint = (): void => waiting.splice(0).forEach((flush) => flush());
  const answer = (version: number, ...values: (Float32Array | null)[]): void =>
    made.apply(new Frame(encodeFrame({ ...header, version }, values)), (_slot, show) => show());
  return { made, sent, repaint, answer };
}

describe('WatchBoard', () => {
  it('merges equal watches and sends one list a repaint', () => {
    const { made, sent, repaint } = board();
    made.hold(made.slot(statistics('a')));
    made.hold(made.slot(statistics('a')));
    made.hold(made.slot(statistics('b')));
    expect(sent).toEqual([]);
    repaint();
    expect(sent).toEqual([{ version: 1, watches: [statistics('a'), statistics('b')] }]);
  });

  it('drops a watch with its last holder, and sends nothing where nothing changed', () => {
    const { made, sent, repaint } = board();
    const release = made.hold(made.slot(statistics('a')));
    const releaseToo = made.hold(made.slot(statistics('a')));
    repaint();
    release();
    repaint();
    expect(sent).toHaveLength(1);
    releaseToo();
    repaint();
    expect(sent[1]).toEqual({ version: 2, watches: [] });
  });

  it('routes answers by the list that a frame answers, be it an older one', () => {
    const { made, repaint, answer } = board();
    const [a, b] = [made.slot(statistics('a')), made.slot(statistics('b'))];
    made.hold(a);
    repaint();
    made.hold(b);
    repaint();
    answer(1, Float32Array.of(1));
    expect(a.answer.value).toEqual(Float32Array.of(1));
    expect(b.answer.value).toBeUndefined();
    answer(2, null, Float32Array.of(2));
    expect(a.answer.value).toBeNull();
    expect(b.answer.value).toEqual(Float32Array.of(2));
    answer(1, Float32Array.of(9));
    expect(a.answer.value).toBeNull();
  });

  it('keeps the array of an answer that did not change, NaN included', () => {
    const { made, repaint, answer } = board();
    const slot = made.slot(statistics('a'));
    made.hold(slot);
    repaint();
    answer(1, Float32Array.of(1, NaN));
    const before = slot.answer.value;
    answer(1, Float32Array.of(1, NaN));
    expect(slot.answer.value).toBe(before);
    answer(1, Float32Array.of(1, 2));
    expect(slot.answer.value).not.toBe(before);
  });

  it('asks for nothing while hidden, at once, and for everything again afterwards', () => {
    const { made, sent, repaint } = board();
    made.hold(made.slot(statistics('a')));
    repaint();
    made.pause(true);
    expect(sent.at(-1)?.watches).toEqual([]);
    made.pause(false);
    expect(sent.at(-1)?.watches).toEqual([statistics('a')]);
  });
});
