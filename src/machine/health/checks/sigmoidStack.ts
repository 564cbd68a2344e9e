// Many sigmoids one after the other: each passes on at most a quarter of the gradient.
import { text } from '../../../core/text.ts';
import type { Network, NetworkLayer } from '../../../model/model.ts';
import { check, type Change } from '../check.ts';
import { along } from '../flow.ts';
import { weightOf } from '../facts.ts';
import { short } from '../figures.ts';
import { momentumOf, rounded, set, usualRate } from '../remedies.ts';

/** Weight layers from which on plain gradient descent hardly moves the first, whatever the activation. */
const deep = 10;
const renewing = ['BatchNorm1d', 'BatchNorm2d', 'LayerNorm'];

export const sigmoidStack = check({
  code: 'sigmoid-stack',
  severity: 'warning',
  title: text('A deep stack of sigmoids'),
  when: 'network',
  thresholds: {
    layers: {
      default: 5,
      description: 'Hidden sigmoid layers in a row without normalisation or skips.',
      source: 'Glorot and Bengio (2010); measured: five still learn',
    },
  },
  find({ network, facts }, { layers: limit }) {
    // Longest chain of hidden sigmoids that ends at each layer; what joins branches or normalises begins anew.
    const depth: number[] = [];
    for (const layer of network.layers) {
      const before = layer.inputs.length === 1 && layer.inputs[0] >= 0 ? depth[layer.inputs[0]] : 0;
      const counts = layer.type === 'Sigmoid' && facts.isHidden(layer.index) && !facts.isGate(layer.index);
      depth.push(renewing.includes(layer.type) || layer.type === 'ReLU' ? 0 : before + (counts ? 1 : 0));
    }
    const deepest = depth.indexOf(Math.max(...depth));
    const count = depth[deepest];
    if (count <= limit) return [];
    const stack = network.layers.filter(
      ({ type, index }) =>
        type === 'Sigmoid' && facts.isHidden(index) && !facts.isGate(index) && facts.reached.has(index),
    );
    const message = text(
      '{0} sigmoid layers follow each other. A sigmoid’s slope is at most ¼, so of the gradient at most (¼)^{0} ≈ {1} comes through their slopes to the first: it hardly learns.',
      ...[count, short(0.25 ** count)],
    );
    const instead = (type: string, init: unknown) => ({
      title: text('Use {0}, with the init made for it', type),
      changes: [
        ...stack.map(({ index }): Change => ({ kind: 'type', layer: index, type })),
        ...initChanges(network.layers, init),
        ...calmer(network),
      ],
    });
    const remedies = [
      instead('ReLU', { type: 'kaiming_normal', nonlinearity: 'relu' }),
      instead('Tanh', { type: 'xavier_uniform', gain: 'tanh' }),
    ];
    const flow = along(network, stack[0].index, stack[stack.length - 1].index, 'backward');
    return [{ layer: stack[0].index, measured: count, threshold: limit, message, remedies, flow }];
  },
});

/** What passes gradients on undiminished wants smaller steps of plain gradient descent than what doesn't. */
function calmer(network: Network): Change[] {
  const { type, options } = network.model.optimizer;
  // So far down it crawls all the same.
  if (type === 'SGD' && network.layers.filter((layer) => weightOf(layer)).length >= deep)
    return [set(['optimizer'], { type: 'Adam', lr: 0.001 })];
  const most = Math.min(usualRate(network) / 2, rounded(0.05 * (1 - momentumOf(network.model.optimizer))));
  return type === 'SGD' && options.lr > most ? [set(['optimizer', 'lr'], most)] : [];
}

/** At the top of the file, and where layers have their own. */
function initChanges(layers: readonly NetworkLayer[], init: unknown): Change[] {
  const own = layers.filter((layer) => layer.fieldSpans.init && weightOf(layer));
  const changes = own.map(({ index, fieldSpans }) =>
    set(fieldSpans['init.weight'] ? ['layers', index, 'init', 'weight'] : ['layers', index, 'init'], init),
  );
  return own.length < layers.filter((layer) => weightOf(layer)).length ? [...changes, set(['init'], init)] : changes;
}
