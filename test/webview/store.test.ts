import { describe, expect, it } from 'vitest';
import { encodeFrame } from '../../src/protocol/frame.ts';
import type { HostFunctions, ViewFunctions } from '../../src/protocol/view.ts';
import { momentAt, passesOf } from '../../webview/moment.ts';
import { columnPoints, joinCurves } from '../../webview/panels/curveData.ts';
import { shownPanels } from '../../webview/panels/shownPanels.ts';
import { Preferences } from '../../webview/preferences.ts';
import { nodeName, Store } from '../../webview/store.ts';
import { sketches, sketchNetwork } from './fakeHost/network.ts';

const moons = sketchNetwork(sketches.moons);
const perIteration = moons.instructions.length;

/** A host whose calls are written down and answered when told. */
function storeWithHost() {
  const calls: { name: string; args: unknown[]; finish: () => void }[] = [];
  let functions: ViewFunctions | undefined;
  const host = new Proxy({} as HostFunctions, {
    get:
      (_, name: string) =>
      (...args: unknown[]) =>
        new Promise<void>((resolve) => calls.push({ name, args, finish: resolve })),
  });
  const work: (() => void)[] = [];
  const store = new Store(
    (made) => {
      functions = made;
      return host;
    },
    {
      now: () => 0,
      beforeRepaint: (next) => work.push(next),
      afterRepaint: (next) => next(),
      sleep: () => Promise.resolve(),
    },
  );
  const frame = (tick: number, running = 0): void =>
    functions?.frame(
      encodeFrame(
        { version: 0, tick, lastTick: tick, firstTick: 0, loss: 1, lr: 0.1, running, rate: 0, rows: 4, timeline: 0 },
        [],
      ),
    );
  return { store, calls, frame, view: functions!, repaint: () => work.splice(0).forEach((next) => next()) };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('Store', () => {
  it('sends one seek at a time and only the last wish after it', async () => {
    const { store, calls } = storeWithHost();
    void store.seek(10);
    void store.seek(20);
    void store.seek(30);
    expect(calls.map(({ args }) => args)).toEqual([[10]]);
    calls[0].finish();
    await settle();
    expect(calls.map(({ args }) => args)).toEqual([[10], [30]]);
    calls[1].finish();
    await settle();
    expect(calls).toHaveLength(2);
    expect(store.dragged.value).toBe(30);
  });

  it('says painted once a repaint, after the frame is taken', () => {
    const { calls, frame, repaint, store } = storeWithHost();
    frame(5);
    frame(6);
    expect(store.tick.value).toBe(6);
    expect(calls).toEqual([]);
    repaint();
    expect(calls.map(({ name, args }) => [name, ...args])).toEqual([['painted', 2]]);
  });

  it('shows of a run that is faster than the screen the newest frame at the next repaint, and asks for others then', async () => {
    const { calls, frame, repaint, store } = storeWithHost();
    for (const tick of [5, 6, 7]) frame(tick, 1);
    expect(store.tick.value).toBe(0);
    repaint();
    await settle();
    expect(store.tick.value).toBe(7);
    frame(8, 1);
    repaint();
    await settle();
    expect(store.tick.value).toBe(8);
    expect(calls.map(({ args }) => args)).toEqual([[3], [1]]);
  });

  it('shows at once where the run has come to rest, whatever waits for its turn', () => {
    const { frame, repaint, store } = storeWithHost();
    frame(5, 1);
    frame(6);
    expect(store.tick.value).toBe(6);
    repaint();
    expect(store.tick.value).toBe(6);
  });

  it('keeps the last good network under errors and the chosen layer by its name', () => {
    const { store, view } = storeWithHost();
    view.network(moons, []);
    expect(nodeName(moons, store.selected.value ?? -9)).toBe('linear1');
    store.select(3);
    const shorter = sketchNetwork({ ...sketches.moons, layers: sketches.moons.layers.slice(2) });
    const error = { severity: 'error', code: 'x', message: 'm', line: 1, column: 1, start: 0 } as const;
    view.network(undefined, [error]);
    expect(store.network.value).toBe(moons);
    expect(store.errors.value).toEqual([error]);
    view.network(shorter, []);
    expect(nodeName(shorter, store.selected.value ?? -9)).toBe('relu2');
  });

  it('shows no lines in the text for data and loss', () => {
    const { store, calls, view } = storeWithHost();
    view.network(moons, []);
    store.select(-1);
    store.select(moons.layers.length);
    store.select(2);
    expect(calls.filter(({ name }) => name === 'selectLayer').map(({ args }) => args)).toEqual([[null], [null], [2]]);
  });
});

describe('moment', () => {
  it('tells the iteration whose numbers are shown, its epoch, and the instruction just executed', () => {
    expect(momentAt(moons, 0)).toMatchObject({ iteration: 0, epoch: 0, done: 0, executed: null });
    expect(momentAt(moons, 1)).toMatchObject({ iteration: 1, epoch: 1, done: 1, executed: { phase: 'data' } });
    expect(momentAt(moons, perIteration)).toMatchObject({
      iteration: 1,
      done: perIteration,
      executed: { phase: 'update' },
    });
    expect(momentAt(moons, 13 * perIteration).epoch).toBe(1);
    expect(momentAt(moons, 13 * perIteration + 1)).toMatchObject({ iteration: 14, epoch: 2 });
  });

  it('tells when each layer is passed forward and backward', () => {
    const { forward, backward } = passesOf(moons);
    expect(forward).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(backward.slice(1)).toEqual([15, 14, 13, 12, 11, 10, 9]);
  });
});

describe('arrangement', () => {
  it('takes back what was saved and refuses what has another type', () => {
    const preferences = new Preferences(() => undefined);
    preferences.restore({
      inspectorWidth: 500,
      bottomOpen: 'yes',
      panels: ['curves'],
      camera: [1, 2, 0.5],
      unknown: 3,
    });
    expect(preferences.signals.inspectorWidth.value).toBe(500);
    expect(preferences.signals.bottomOpen.value).toBe(true);
    expect(preferences.signals.panels.value).toEqual(['curves']);
    expect(preferences.signals.camera.value).toEqual([1, 2, 0.5]);
  });

  it('saves all of it a little after the last change', async () => {
    const saved: unknown[] = [];
    const preferences = new Preferences((state) => saved.push(state));
    preferences.set('inspectorWidth', 400);
    preferences.set('inspectorWidth', 410);
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(saved).toHaveLength(1);
    expect(saved[0]).toMatchObject({ inspectorWidth: 410, panels: ['depth', 'output'] });
  });

  it('shows as many panels as there is room for, the last wanted first', () => {
    const table = [
      { id: 'a', least: 300 },
      { id: 'b', least: 300 },
      { id: 'c', least: 300 },
    ];
    const ids = (on: readonly string[], width: number): string[] => shownPanels(table, on, width).map(({ id }) => id);
    expect(ids(['c', 'a'], 1000)).toEqual(['a', 'c']);
    expect(ids(['a', 'b', 'c'], 700)).toEqual(['b', 'c']);
    expect(ids(['a', 'b'], 100)).toEqual(['b']);
  });
});

describe('curves', () => {
  it('joins curves on one axis, with gaps where one has no finite value', () => {
    const batch = columnPoints(Float32Array.of(1, 0.9, 2, 0.8, 3, NaN), 2, 1);
    const train = columnPoints(Float32Array.of(0, 0.95, 0.5, 2, 0.75, 0.6), 3, 1);
    const [x, first, second, third] = joinCurves([batch, train, columnPoints(null, 2, 1)]);
    expect(x).toEqual([0, 1, 2]);
    expect(first).toEqual([null, Math.fround(0.9), Math.fround(0.8)]);
    expect(second).toEqual([Math.fround(0.95), null, 0.75]);
    expect(third).toEqual([null, null, null]);
  });
});
