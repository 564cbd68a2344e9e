// A bias that the batch norm after it takes away again.
import { text } from '../../../core/text.ts';
import { check } from '../check.ts';
import { set } from '../remedies.ts';

export const biasBeforeBatchNorm = check({
  code: 'bias-before-batch-norm',
  severity: 'hint',
  title: text('A bias before batch norm'),
  when: 'network',
  thresholds: {},
  find({ network, facts }) {
    return network.layers
      .filter(({ parameters, index }) => {
        const [next, ...others] = facts.consumers(index);
        return (
          others.length === 0 && next?.type.startsWith('BatchNorm') && parameters.some(({ name }) => name === 'bias')
        );
      })
      .map(({ index, name, outputShape }) => {
        const message = text(
          'The bias of "{0}" does nothing: the batch norm after it subtracts the mean, bias included, and has a shift of its own.',
          name,
        );
        const remedies = [{ title: text('Leave the bias out'), changes: [set(['layers', index, 'bias'], false)] }];
        return { layer: index, measured: outputShape[0], threshold: 0, message, remedies };
      });
  },
});
