// What an edit of the file leaves of a run: all of it, its weights, or nothing.
import type { Network } from './model.ts';

export type Kept =
  /** The same program: only places in the text or the name changed. */
  | 'same'
  /** Every parameter is still there in its shape, drawn the same way: the run goes on from its weights. */
  | 'weights'
  /** The run starts anew. */
  | 'nothing';

/** The network without places in the text. The data themselves are compared by identity: they are read once and kept. */
const essence = ({ layers, model, batchSize, batches, lastBatch }: Network) => ({
  start: {
    seed: model.seed,
    data: model.data,
    weights: model.weights,
    parameters: layers.flatMap((layer) =>
      layer.parameters.map(({ fullName, shape, init, explicit }) => ({ fullName, shape, init, explicit })),
    ),
  },
  rest: {
    layers: layers.map(({ name, type, options, inputs, frozen, optimizer }) => ({
      ...{ name, type, options, inputs, frozen, optimizer },
    })),
    loss: model.loss,
    optimizer: model.optimizer,
    training: model.training,
    scheduler: model.scheduler,
    penalties: model.penalties,
    clip: model.clip,
    batches: [batchSize, batches, lastBatch],
  },
});

export function keepsRun(before: Network, after: Network): Kept {
  const [a, b] = [essence(before), essence(after)];
  if (before.dataset !== after.dataset || JSON.stringify(a.start) !== JSON.stringify(b.start)) return 'nothing';
  return JSON.stringify(a.rest) === JSON.stringify(b.rest) ? 'same' : 'weights';
}
