// Remedies that more than one check proposes.
import { lossType } from '../../core/losses/losses.ts';
import { text } from '../../core/text.ts';
import type { Network, NetworkLayer } from '../../model/model.ts';
import type { Change, Remedy } from './check.ts';
import { type NetworkFacts, weightOf } from './facts.ts';
import { constantValue } from './initialValues.ts';
import { outputRange } from './outputRange.ts';

/** Learning rates that most small networks train with, by optimizer. */
const usualRates: Readonly<Record<string, number>> = {
  SGD: 0.1,
  Adam: 0.005,
  AdamW: 0.005,
  NAdam: 0.005,
  RMSprop: 0.003,
  Adagrad: 0.05,
  Adadelta: 1,
};

/** SGD's, of which momentum makes 1 ÷ (1 − momentum) steps, in proportion. */
export function usualRate(network: Network): number {
  const { type } = network.model.optimizer;
  if (type !== 'SGD') return usualRates[type] ?? 0.01;
  const usual = usualRates.SGD * slopeFactor(network);
  const momentum = momentumOf(network.model.optimizer);
  return rounded(momentum > 0 ? 2 * usual * (1 - momentum) : usual);
}

/** Plain gradient descent takes its steps from the gradients' size. */
function slopeFactor({ model, layers }: Network): number {
  const hidden = layers.slice(0, -1).some(({ type }) => type === 'Sigmoid') ? 5 : 1;
  if (lossType(model.loss.type)?.accuracy !== null) return hidden;
  // Errors of values have no bound, nor have their gradients, unless an activation flattens them.
  const bounded = outputRange(layers[layers.length - 1]).every((end) => Number.isFinite(end));
  return bounded ? 4 * hidden : 0.2;
}

export function momentumOf({ options }: Network['model']['optimizer']): number {
  const { momentum } = options as { momentum?: number };
  return momentum ?? 0;
}

/** The rate that steps are made with; the highest where a scheduler leads up to it. */
export function learningRateOf({ model: { optimizer, scheduler } }: Network): number {
  const { max_lr: highest } = (scheduler?.options ?? {}) as { max_lr?: number };
  return highest ?? optimizer.options.lr;
}

export function lowerRate(network: Network): Remedy {
  return rate(network, Math.min(usualRate(network), rounded(learningRateOf(network) / 10)));
}

/** Likeliest first: recurrent layers and attention crawl with plain gradient descent at any rate. */
export function fasterSteps(network: Network): readonly Remedy[] {
  const raised = raiseRate(network);
  const crawls = network.layers.some(({ type }) => ['RNN', 'LSTM', 'GRU', 'MultiheadAttention'].includes(type));
  return crawls && network.model.optimizer.type === 'SGD' ? [useAdam(), raised] : [raised];
}

function raiseRate(network: Network): Remedy {
  return rate(network, Math.max(usualRate(network), rounded(learningRateOf(network) * 10)));
}

function rate({ model: { scheduler } }: Network, lr: number): Remedy {
  const title = text('Set the learning rate to {0}', lr);
  const isGiven = scheduler !== null && 'max_lr' in scheduler.options;
  return { title, changes: [set(isGiven ? ['scheduler', 'max_lr'] : ['optimizer', 'lr'], lr)] };
}

export function useAdam(): Remedy {
  return {
    title: text('Use Adam, which finds the size of its steps itself'),
    changes: [set(['optimizer'], { type: 'Adam', lr: 0.01 })],
  };
}

export function scaleInputs(): Remedy {
  return {
    title: text('Scale each feature to mean 0 and standard deviation 1'),
    changes: [set(['data', 'normalize'], 'standard')],
  };
}

export function removeLayer({ index, name }: NetworkLayer): Remedy {
  return { title: text('Remove "{0}"', name), changes: [{ kind: 'remove', layer: index }] };
}

/** The init made for an activation (Glorot and Bengio, 2010; He et al., 2015), as the file writes it. */
export function initFor(activation: string | null): string | Readonly<Record<string, unknown>> {
  if (activation === 'Tanh') return { type: 'xavier_uniform', gain: 'tanh' };
  if (activation === 'Sigmoid' || activation === 'Softsign' || activation === null) return 'xavier_uniform';
  return { type: 'kaiming_normal', nonlinearity: 'relu' };
}

/** The layers' weights drawn as their activations want it: where the file says how they are drawn now. */
export function suitableInits(
  layers: readonly NetworkLayer[],
  facts: NetworkFacts,
  title = text('Use the init made for the activation'),
): Remedy {
  const changes: Change[] = [];
  const hidden = facts.weighted.find(({ layer }) => facts.isHidden(layer.index))?.layer ?? layers[0];
  let shared = false;
  for (const layer of layers) {
    const init = initFor(facts.activationAfter(layer.index)?.type ?? null);
    const weight = weightOf(layer)?.name;
    const { fieldSpans } = layer;
    if (weight && fieldSpans[`init.${weight}`]) changes.push(set(['layers', layer.index, 'init', weight], init));
    else if (fieldSpans.init) changes.push(set(['layers', layer.index, 'init'], init));
    else shared = true;
  }
  if (shared) changes.push(set(['init'], initFor(facts.activationAfter(hidden.index)?.type ?? null)));
  return { title, changes };
}

/** Biases that the file itself puts into the flat part. */
export function startAtZero(layers: readonly NetworkLayer[], limit: number): readonly Remedy[] {
  const far = layers.filter(({ parameters, fieldSpans }) => {
    const bias = parameters.find(({ name, explicit }) => name === 'bias' && explicit !== null);
    return bias && fieldSpans['init.bias'] && Math.abs(constantValue(bias) ?? 0) >= limit;
  });
  if (far.length === 0) return [];
  const changes = far.map(({ index }) => set(['layers', index, 'init', 'bias'], 'zeros'));
  return [{ title: text('Start the biases at 0'), changes }];
}

export function set(path: readonly (string | number)[], value: unknown): Change {
  return { kind: 'set', path, value };
}

/** To two digits. */
export function rounded(value: number): number {
  return Number(value.toPrecision(2));
}
