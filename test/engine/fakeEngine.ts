// An engine whose run is the text and a tick, in a thread that can be killed: for tests of whoever drives one.
import { MessageChannel } from 'node:worker_threads';
import { serve, type EngineThread } from '../../src/engine/channel.ts';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import type { EngineEvents, EngineFunctions } from '../../src/protocol/engine.ts';
import { encodeFrame } from '../../src/protocol/frame.ts';
import type { WatchList } from '../../src/protocol/watch.ts';

export interface FakeThread extends EngineThread {
  /** Calls but those of the client's own clock. */
  readonly calls: string[];
  kill(): void;
}

/** A text with `broken` in it has an error, one with `deadly` kills the thread. A kept open starts a new first tick. */
export function fakeThread(): FakeThread {
  const { port1, port2 } = new MessageChannel();
  let end: (reason: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (end = resolve));
  const calls: string[] = [];
  const kill = () => {
    port1.close();
    end('killed');
  };
  let tick = 0;
  let firstTick = 0;
  const views = new Map<number, WatchList>();
  const send = (view: number) => {
    const version = views.get(view)?.version ?? 0;
    events.frame(
      view,
      encodeFrame(
        { version, tick, lastTick: tick, firstTick, loss: 0, lr: 0, running: 0, rate: 0, rows: 1, timeline: 0 },
        [],
      ),
    );
  };
  const goTo = (target: number) => {
    tick = target;
    for (const view of views.keys()) send(view);
    return Promise.resolve();
  };
  const functions: EngineFunctions = {
    open: ({ text, keep, weights }) => {
      calls.push(`open ${text}${keep ? ' keep' : ''}${weights === undefined ? '' : ` from ${weights}`}`);
      if (text.includes('deadly')) {
        kill();
        return new Promise(() => undefined);
      }
      if (text.includes('broken'))
        return Promise.resolve({ diagnostics: [], sampleShape: null, files: [], network: null });
      firstTick = keep ? tick : 0;
      if (!keep) tick = 0;
      return Promise.resolve({
        diagnostics: [],
        sampleShape: null,
        files: [],
        network: { name: text } as NetworkDescription,
        weights,
      });
    },
    forgetFiles: () => Promise.resolve(),
    check: () => Promise.resolve({ diagnostics: [], sampleShape: null, files: [] }),
    step: () => goTo(tick + 1),
    back: () => goTo(tick - 1),
    seek: (target) => {
      calls.push(`seek ${target}`);
      return goTo(target);
    },
    reset: () => {
      firstTick = 0;
      return goTo(0);
    },
    run: () => Promise.resolve(),
    pause: () => Promise.resolve(),
    watch: (view, list) => {
      if (view > 0) calls.push(`watch ${view}`);
      views.set(view, list);
      send(view);
      return Promise.resolve();
    },
    painted: () => Promise.resolve(),
    startExperiment: () => Promise.resolve(),
    stopExperiment: () => Promise.resolve(),
    editsOfVariant: () => Promise.resolve(null),
    exportTensor: () => Promise.reject(new Error('no tensor')),
    timeline: () => Promise.resolve({ runs: [], marks: [] }),
    nameRun: () => Promise.resolve(),
    removeRun: () => Promise.resolve({ edits: [] }),
    keptRuns: () => Promise.resolve({ name: '', left: [], former: [] }),
    restoreRuns: () => Promise.resolve(),
    exportState: () => Promise.resolve(new ArrayBuffer(0)),
    setStops: () => Promise.resolve([]),
    resume: () => Promise.resolve({ tick, reason: 'pause', ids: [], message: null, kind: null }),
    evaluate: () => Promise.resolve([]),
    complete: () => Promise.resolve([]),
    setValue: () => Promise.resolve({ text: '', edits: [] }),
    undoEdit: () => Promise.resolve({ undone: false, edits: [] }),
    readMemory: () => Promise.resolve(null),
    exportPytorch: () => Promise.resolve({ script: '', files: [] }),
  };
  const events: EngineEvents = serve(port1, functions);
  return { port: port2, ended, terminate: kill, calls, kill };
}
