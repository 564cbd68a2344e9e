// A NaN or an ∞: from then on nothing means anything. The first instruction that made one, and of what.
import { text } from '../../../core/text.ts';
import { check, type Remedy } from '../check.ts';
import { outOf } from '../flow.ts';
import { short } from '../figures.ts';
import { lowerRate, set, suitableInits } from '../remedies.ts';

/** Iterations. */
const soon = 3;

export const nonFinite = check({
  code: 'non-finite',
  severity: 'error',
  title: text('NaN or infinity'),
  when: 'running',
  thresholds: {},
  find({ network, facts, nonFinite: found }) {
    if (!found) return [];
    const operands = found.operands
      .slice(0, 3)
      .map(({ tensor, min, max }) => `${tensor} (${short(min)} … ${short(max)})`)
      .join(', ');
    const message = text(
      'Iteration {0}: "{1}" made {2}[{3}] = {4} of {5}. Everything after it is lost.',
      ...[found.iteration + 1, found.operation, found.tensor, found.index, short(found.value), operands],
    );
    const remedies: Remedy[] = [lowerRate(network)];
    // Before steps can have led anywhere it is how the weights were drawn.
    const drawn = facts.weighted.map(({ layer }) => layer).filter((one) => one.fieldSpans.init);
    if (drawn.length > 0 && found.iteration < soon) remedies.unshift(suitableInits(drawn, facts));
    if (network.model.clip === null)
      remedies.push({ title: text('Clip the gradients’ norm at 1'), changes: [set(['clip'], { norm: 1 })] });
    const layer = found.layer < 0 ? null : found.layer;
    return [
      {
        layer,
        measured: found.value,
        threshold: 3.4028234663852886e38,
        message,
        remedies,
        since: found.iteration + 1,
        ...(layer !== null && { flow: outOf(network, layer) }),
      },
    ];
  },
});
