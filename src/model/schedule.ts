// The learning rate over a run: which parameters follow which options of the optimizer, and what the scheduler makes of
// them in each iteration.
import { Figures } from '../core/figures.ts';
import { linearLR } from '../core/schedulers/linearLR.ts';
import { Judgement, type SchedulerType } from '../core/schedulers/scheduler.ts';
import { schedulerType } from '../core/schedulers/schedulers.ts';
import type { Text } from '../core/text.ts';
import type { Model, Network } from './model.ts';

type Scheduler = NonNullable<Model['scheduler']>;

/** The scheduler with what follows from the run filled in. */
export function completeScheduler(
  scheduler: Scheduler,
  epochs: number | null,
  batches: number,
): Scheduler | { readonly problem: Text } {
  const iterations = epochs === null ? null : epochs * batches - (scheduler.warmup?.total_iters ?? 0);
  const options = schedulerType(scheduler.type)?.complete?.(scheduler.options, { iterations, batches });
  if (!options) return scheduler;
  return 'problem' in options ? { problem: options.problem } : { ...scheduler, options };
}

/**
 * Options of the optimizer by parameter group, as torch.optim has them: first the file's, then those of each layer that
 * has its own. Where the scheduler cycles momentum, they have the momentum that it starts from, so that an optimizer
 * that was given none keeps what momentum needs.
 */
export function optimizerGroups({
  model,
  layers,
}: Pick<Network, 'model' | 'layers'>): readonly { readonly lr: number }[] {
  const own = layers.flatMap(({ optimizer }) => (optimizer ? [optimizer] : []));
  const { scheduler } = model;
  const start = new Figures(NaN);
  if (scheduler) schedulerType(scheduler.type)?.move(scheduler.options, 0, start);
  const { momentum } = start;
  return [model.optimizer.options, ...own].map((options) =>
    Number.isNaN(momentum) ? options : cycled(options, momentum),
  );
}

/** The group of each layer. */
export function groupsOfLayers({ layers }: Pick<Network, 'layers'>): readonly number[] {
  let groups = 0;
  return layers.map(({ optimizer }) => (optimizer ? ++groups : 0));
}

function cycled<Options extends object>(options: Options, momentum: number): Options {
  if ('betas' in options) return { ...options, betas: [momentum, ...(options.betas as number[]).slice(1)] };
  return 'momentum' in options ? { ...options, momentum } : options;
}

export interface Schedule {
  /**
   * What an iteration (0-based) uses for a group; the group's same object each time. Losses of all iterations of earlier epochs
   * must be known.
   */
  figures(group: number, iteration: number): Readonly<Figures>;
}

/**
 * Pure in the iteration, but for ReduceLROnPlateau, which reads the losses. Those are the same however often an
 * iteration is run, so what they led to is remembered by epoch and holds after going back too. `giveLoss` writes an
 * iteration's loss to the first cell; `rowsOf`: of the batch of an iteration.
 */
export function createSchedule(
  network: Network,
  giveLoss: (iteration: number, out: Float64Array) => void,
  rowsOf: (iteration: number) => number,
): Schedule {
  const { model, batches } = network;
  const bases = Float64Array.from(optimizerGroups(network), ({ lr }) => lr);
  const completed = model.scheduler && completeScheduler(model.scheduler, model.training.epochs, batches);
  const known = Array.from(bases, (lr) => new Figures(lr));
  if (!completed || 'problem' in completed) return { figures: (group) => known[group] };
  const { options, warmup } = completed;
  const type = schedulerType(completed.type)!;
  const warmupIterations = warmup?.total_iters ?? 0;
  const warmupOptions = warmup && { ...warmup, end_factor: 1 };
  // The scheduler's first epoch is the one in which the warm-up ends.
  const firstEpoch = Math.floor(warmupIterations / batches);
  const reductionsAt = type.judge && judgements(type, options, network, firstEpoch, giveLoss, rowsOf);
  /** Steps of the scheduler; of the warm-up the iterations that are left, negative. */
  const momentOf = (iteration: number): number => {
    if (iteration < warmupIterations || type.every === 'iteration') return iteration - warmupIterations;
    const epoch = Math.floor(iteration / batches) - firstEpoch;
    return reductionsAt ? reductionsAt(epoch) : epoch;
  };
  return {
    figures(group, iteration) {
      const figures = known[group];
      const moment = momentOf(iteration);
      figures.lr = bases[group];
      type.move(options, Math.max(0, moment), figures);
      if (warmupOptions && moment < 0) linearLR.move(warmupOptions, iteration, figures);
      return figures;
    },
  };
}

/** Whether the scheduler goes by the losses: after an edit it judges those before it all again. */
export function judgesLosses({ model: { scheduler } }: Network): boolean {
  return scheduler !== null && schedulerType(scheduler.type)?.judge !== undefined;
}

/** How often the learning rate has been reduced when an epoch (counted from `firstEpoch`) starts. */
function judgements(
  type: SchedulerType,
  options: object,
  { model, batches }: Network,
  firstEpoch: number,
  giveLoss: (iteration: number, out: Float64Array) => void,
  rowsOf: (iteration: number) => number,
): (epoch: number) => number {
  const judgement = new Judgement();
  /** Epochs at whose start the learning rate was reduced, in order. */
  const reducedAt: number[] = [];
  let judged = 0;
  const summed = (model.loss.options as { reduction?: string }).reduction === 'sum';
  const loss = new Float64Array(1);
  const judge = (epoch: number) => {
    const end = (epoch + 1) * batches;
    let total = 0;
    let rows = 0;
    for (let i = end - batches; i < end; i++) {
      giveLoss(i, loss);
      total += loss[0] * (summed ? 1 : rowsOf(i));
      rows += rowsOf(i);
    }
    judgement.loss = total / rows;
    type.judge?.(options, judgement);
  };
  return (epoch) => {
    while (judged < epoch) {
      judge(firstEpoch + judged++);
      if (judgement.reductions > reducedAt.length) reducedAt.push(judged);
    }
    let reductions = reducedAt.length;
    while (reductions > 0 && reducedAt[reductions - 1] > epoch) reductions--;
    return reductions;
  };
}
