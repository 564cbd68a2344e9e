// A session's experiments: what its views ask for beside the run, refused with a reason where it can't be made.
import type { KernelModule } from '../../core/kernels/kernels.ts';
import { variantFix } from '../../machine/experiments/variants.ts';
import type { Machine } from '../../machine/machine.ts';
import type { EngineEvents, EngineFunctions } from '../../protocol/engine.ts';
import type { Opened } from '../understand.ts';
import { createComparison, refuseComparison } from './comparison.ts';
import { createSideWorks } from './sideWork.ts';
import { createSurface, refuseSurface } from './surface.ts';

interface Environment {
  /** The open network and the text that says it. */
  readonly opened: () => { readonly opened: Opened; readonly source: string; readonly machine: Machine };
  readonly read: (text: string) => Promise<Opened | null>;
  readonly loadKernels: () => Promise<KernelModule>;
  readonly now: () => number;
  readonly yieldToMessages: () => Promise<void>;
  readonly events: Pick<EngineEvents, 'experiment'>;
}

export type Experiments = Pick<EngineFunctions, 'startExperiment' | 'stopExperiment' | 'editsOfVariant'> & {
  /** The view is gone. */
  viewClosed(view: number): void;
  /** The network has changed: what is under way is about the one before. */
  drop(): void;
};

export function createExperiments(environment: Environment): Experiments {
  const { events, loadKernels, now, read, yieldToMessages } = environment;
  const works = createSideWorks({
    now,
    yieldToMessages,
    tell: (view, kind, update) => events.experiment(view, kind, update),
  });
  return {
    async startExperiment(view, request) {
      const { opened, source, machine } = environment.opened();
      const surroundings = { opened, source, read, loadKernels, now };
      const refused =
        request.kind === 'surface'
          ? refuseSurface(machine, request.axes)
          : refuseComparison(surroundings, request.compared);
      works.stop(view, request.kind);
      if (refused) events.experiment(view, request.kind, { state: 'refused', message: refused });
      else if (request.kind === 'surface')
        works.start(
          view,
          request.kind,
          createSurface({ machine, weights: opened.weights, loadKernels, now }, request.axes, request.reach),
        );
      else works.start(view, request.kind, createComparison(surroundings, request.compared, request.layer));
      await Promise.resolve();
    },
    async stopExperiment(view, kind) {
      works.stop(view, kind);
      await Promise.resolve();
    },
    async editsOfVariant(change) {
      const { opened, source } = environment.opened();
      return Promise.resolve(variantFix(source, opened.network, change));
    },
    viewClosed: (view) => works.stop(view),
    drop: () => works.stopAll(),
  };
}
