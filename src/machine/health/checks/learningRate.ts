// A learning rate that no network of usual size can take, or that gets nowhere.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { short } from '../figures.ts';
import { fasterSteps, learningRateOf, lowerRate, momentumOf } from '../remedies.ts';

const adaptive = ['Adam', 'AdamW', 'NAdam', 'RMSprop'];

export const learningRate = check({
  code: 'learning-rate',
  severity: 'warning',
  title: text('Learning rate out of range'),
  when: 'network',
  thresholds: {
    sgd: { default: 10, description: 'Largest lr ÷ (1 − momentum) of SGD.', source: 'measured' },
    adaptive: {
      default: 0.1,
      description: 'Largest lr of Adam, AdamW, NAdam and RMSprop.',
      source: 'Kingma and Ba (2015): a step is about lr in each weight',
    },
    sgdLeast: { default: 1e-4, description: 'Smallest lr ÷ (1 − momentum) of SGD.', source: 'measured' },
    adaptiveLeast: { default: 1e-6, description: 'Smallest lr of Adam, AdamW, NAdam and RMSprop.', source: 'measured' },
  },
  find({ network }, limits) {
    const { type } = network.model.optimizer;
    const lr = learningRateOf(network);
    const momentum = momentumOf(network.model.optimizer);
    const sgd = type === 'SGD';
    if (!sgd && !adaptive.includes(type)) return [];
    // A scheduler that multiplies a small start up is its own affair.
    const { scheduler } = network.model;
    const measured = sgd ? lr / (1 - momentum) : lr;
    const [least, most] = sgd ? [limits.sgdLeast, limits.sgd] : [limits.adaptiveLeast, limits.adaptive];
    // Without momentum the limit itself is too much; with it, 1 ÷ (1 − 0.9) is not to the last digit 10.
    if (sgd && momentum === 0 ? measured >= most : measured > most * (1 + 1e-9)) {
      const message = !sgd
        ? text(
            '{0} moves each weight by about lr = {1} in each step, and most weights are smaller than that: the loss will jump and units will die.',
            ...[type, lr],
          )
        : momentum > 0
          ? text(
              'Momentum {0} makes lr {1} act like {2}: each step overshoots by far, and the loss will jump or overflow.',
              ...[momentum, lr, short(measured)],
            )
          : text(
              'SGD with lr {0} moves weights by {0} times the gradient: each step overshoots by far, and the loss will jump or overflow.',
              lr,
            );
      return [
        {
          layer: null,
          measured,
          threshold: most,
          message,
          remedies: [lowerRate(network)],
          place: 'optimizer' as const,
        },
      ];
    }
    if (measured < least && !scheduler) {
      const message = text(
        '{0} with lr {1} hardly moves: after 1,000 steps weights are still about where they were drawn.',
        ...[type, lr],
      );
      return [
        {
          layer: null,
          measured,
          threshold: least,
          message,
          remedies: fasterSteps(network),
          place: 'optimizer' as const,
        },
      ];
    }
    return [];
  },
});
