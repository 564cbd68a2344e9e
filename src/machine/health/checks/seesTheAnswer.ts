// A network that is to foretell what comes next, and is shown it.
import { text } from '../../../core/text.ts';
import type { Network, NetworkLayer } from '../../../model/model.ts';
import { type Change, check, type Remedy } from '../check.ts';
import { percent } from '../figures.ts';
import { set } from '../remedies.ts';

/** Rows that are looked at. */
const fewRows = 64;

export const seesTheAnswer = check({
  code: 'sees-the-answer',
  severity: 'warning',
  title: text('The input shows the answer'),
  when: 'network',
  thresholds: {},
  find({ network, facts }) {
    if (!foretells(network)) return [];
    const ahead = network.layers.filter((layer) => facts.reached.has(layer.index) && looksAhead(layer));
    if (ahead.length === 0) return [];
    const [first] = ahead;
    const [length] = network.dataset.targetShape;
    const measured = (length - 1) / length;
    const message = text(
      'At each place the next entry is asked for, and it stands in the input one place further on: "{0}" looks there, so {1} of the answers need only be copied. The loss goes to almost 0, and nothing is learned for a text whose next character isn’t known yet.',
      ...[first.name, percent(measured)],
    );
    const changes = ahead.flatMap(blindfold);
    const remedies: Remedy[] =
      changes.length > 0 ? [{ title: text('Let each place see only itself and those before it'), changes }] : [];
    return [{ layer: first.index, measured, threshold: 0, message, remedies }];
  },
});

/** Whether each place's target is the input's next entry. */
function foretells({ dataset: { sampleShape, targetShape, train } }: Network): boolean {
  const { x, y, rows } = train;
  const [length] = sampleShape;
  if (!(y instanceof Int32Array) || sampleShape.length !== 1 || targetShape.length !== 1) return false;
  if (length < 2 || targetShape[0] !== length) return false;
  for (let row = 0; row < Math.min(rows, fewRows); row++)
    for (let t = 1; t < length; t++) if (y[row * length + t - 1] !== x[row * length + t]) return false;
  return true;
}

function looksAhead({ type, options }: NetworkLayer): boolean {
  const { causal, bidirectional } = options as { causal?: boolean; bidirectional?: boolean };
  return type === 'MultiheadAttention' ? causal !== true : bidirectional === true;
}

function blindfold({ type, index }: NetworkLayer): readonly Change[] {
  return type === 'MultiheadAttention'
    ? [set(['layers', index, 'causal'], true)]
    : [{ kind: 'unset', path: ['layers', index, 'bidirectional'] }];
}
