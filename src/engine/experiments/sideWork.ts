// Side computations of views: made in slices between which messages come in and the run goes on, one of each kind a view,
// told of as they come along, dropped when the view or the network they are about goes.
import type { ExperimentKind, ExperimentUpdate, Progress } from '../../protocol/experiment.ts';

/** What a side computation yields: how far it is, at points where it can be left. */
export interface Stage {
  readonly done: number;
  readonly total: number;
}

/** A side computation: yields often, and says what it has found when asked between two yields. */
export interface SideWork {
  readonly stages: AsyncGenerator<Stage, void>;
  readonly result: () => (ExperimentUpdate & { state: 'running' })['result'];
}

interface Environment {
  readonly now: () => number;
  readonly yieldToMessages: () => Promise<void>;
  readonly tell: (view: number, kind: ExperimentKind, update: ExperimentUpdate) => void;
}

/** Milliseconds of computing between two looks at the messages: as much as the run takes. */
const sliceTime = 8;
/** Milliseconds between two updates. */
const tellEvery = 120;

export interface SideWorks {
  /** Begins a work; resolves at once. The one before of this kind and view ends. */
  start(view: number, kind: ExperimentKind, work: SideWork): void;
  stop(view: number, kind?: ExperimentKind): void;
  stopAll(): void;
}

export function createSideWorks(environment: Environment): SideWorks {
  const active = new Map<string, { stopped: boolean; readonly view: number; readonly kind: ExperimentKind }>();
  const keyOf = (view: number, kind: ExperimentKind): string => `${view} ${kind}`;

  const stopOne = (key: string): void => {
    const job = active.get(key);
    if (job) job.stopped = true;
    active.delete(key);
  };

  async function run(job: { stopped: boolean }, view: number, kind: ExperimentKind, { stages, result }: SideWork) {
    const { now, tell } = environment;
    const begun = now();
    let progress: Progress = { done: 0, total: 1, left: NaN };
    let told = -Infinity;
    for (;;) {
      const start = now();
      do {
        const { done, value } = await stages.next();
        if (job.stopped) break;
        if (done) return tell(view, kind, { state: 'done', progress: { ...progress, left: 0 }, result: result() });
        progress = {
          ...value,
          left: ((now() - begun) / 1000 / Math.max(1e-9, value.done)) * (value.total - value.done),
        };
      } while (now() - start < sliceTime);
      await environment.yieldToMessages();
      if (job.stopped) {
        await stages.return();
        return tell(view, kind, { state: 'stopped', progress, result: result() });
      }
      if (now() - told < tellEvery) continue;
      told = now();
      tell(view, kind, { state: 'running', progress, result: result() });
    }
  }

  return {
    start(view, kind, work) {
      const key = keyOf(view, kind);
      stopOne(key);
      const job = { stopped: false, view, kind };
      active.set(key, job);
      void run(job, view, kind, work)
        .catch((error: unknown) => {
          const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
          environment.tell(view, kind, { state: 'refused', message: { template: '{0}', args: [message] } });
        })
        .finally(() => {
          if (active.get(key) === job) active.delete(key);
        });
    },
    stop(view, kind) {
      for (const [key, job] of [...active]) if (job.view === view && (!kind || job.kind === kind)) stopOne(key);
    },
    stopAll() {
      for (const key of [...active.keys()]) stopOne(key);
    },
  };
}
