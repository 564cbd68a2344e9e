// The page that the view runs in during its tests: a fake `acquireVsCodeApi`, joined to a fake host in the same window.
// What to show is in the query: ?network=moons&tick=2300&last=4000&state={…}&error=1&ill=1&trouble=…
import type { ShownDiagnostic, ShownFinding, ShownTimeline } from '../../../src/protocol/view.ts';
import { FakeHost } from './fakeHost.ts';
import { sketches, sketchNetwork } from './network.ts';

const query = new URLSearchParams(location.search);
const name = query.get('network');
const number = (key: string): number | undefined => (query.has(key) ? Number(query.get(key)) : undefined);
const mistakes: readonly ShownDiagnostic[] = [
  {
    severity: 'error',
    code: 'shape-mismatch',
    message: 'linear2 takes 16 features, but relu1 gives 8. Set "in" to 8, or leave it out.',
    line: 14,
    column: 7,
    start: 220,
  },
  {
    severity: 'error',
    code: 'unknown-layer',
    message: 'There is no layer type "Relu". Did you mean "ReLU"?',
    line: 17,
    column: 15,
    start: 305,
  },
];

const findings: readonly ShownFinding[] = [
  {
    code: 'learning-rate',
    severity: 'warning',
    node: 6,
    flow: null,
    title: 'Learning rate far out of range',
    message: 'The learning rate is 20: each step overshoots.',
    since: 0,
    fixes: ['Set lr to 0.1'],
  },
  {
    code: 'dead-relu',
    severity: 'warning',
    node: 3,
    flow: { direction: 'forward', edges: [[3, 4]] },
    title: 'Dead ReLU units',
    message:
      '9 of 16 units of "relu2" (56 %) give 0 for every training row: their slope is 0, so no gradient reaches them and they stay dead.',
    since: 12,
    fixes: ['Lower lr to 0.03', 'Make the ReLUs LeakyReLUs, which never go quite flat'],
  },
  {
    code: 'bias-before-batch-norm',
    severity: 'hint',
    node: 0,
    flow: null,
    title: 'Bias that does nothing',
    message: 'The mean is taken off right after it.',
    since: 0,
    fixes: [],
  },
];

/** A run whose learning rate was changed at iteration 8, and a breakpoint that was hit. */
const branched: ShownTimeline = {
  runs: [
    { id: 1, name: '', edit: null, kind: 'file', began: 0, current: false },
    {
      id: 2,
      name: '',
      edit: { kind: 'lr', value: 0.01, tick: 150, scheduled: 0.1 },
      kind: 'edit',
      began: 8,
      current: true,
    },
  ],
  marks: [{ tick: 90, kind: 'breakpoint', message: 'loss < 0.4' }],
};

// Messages cross as they would between processes: copied, and later.
const receivers: ((message: unknown) => void)[] = [];
const copy = (message: unknown): unknown => structuredClone(message);
const host = new FakeHost(
  {
    network: name ? sketchNetwork(sketches[name]) : null,
    diagnostics: query.has('error') ? mistakes : [],
    findings: query.has('ill') ? findings : [],
    state: query.has('state') ? (JSON.parse(query.get('state') ?? '{}') as Record<string, unknown>) : {},
    tick: number('tick'),
    lastTick: number('last'),
    trouble: query.get('trouble') ?? undefined,
    timeline: query.has('branched') ? branched : undefined,
  },
  (message) => window.postMessage(copy(message)),
  (receive) => receivers.push(receive),
);
Object.assign(window, {
  fakeHost: host,
  acquireVsCodeApi: () => ({
    postMessage: (message: unknown) => queueMicrotask(() => receivers.forEach((receive) => receive(copy(message)))),
  }),
});
