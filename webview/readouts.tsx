// The figures at the right of the toolbar: fixed in width, so that nothing moves when they change.
import { readMetrics } from '../src/protocol/frame.ts';
import type { ViewStrings } from '../src/protocol/strings.ts';
import { useStore, useStrings } from './context.ts';
import { accuracyText, brief, exact, format, whole } from './format.ts';
import { LrReadout } from './lrReadout.tsx';
import { lossIsUnknown } from './moment.ts';
import { useWatch } from './watches.ts';

interface Readout {
  readonly name: string;
  readonly value: string;
  readonly tip: string;
}

/** Test accuracy; without a test part the training one; for a regression the losses instead. */
function metricReadout(
  answer: Float32Array | null,
  hasTest: boolean,
  hasAccuracy: boolean,
  strings: ViewStrings,
): Readout {
  const metrics = answer && readMetrics(answer);
  if (hasAccuracy) {
    const value = metrics && (hasTest ? metrics.testAccuracy : metrics.trainAccuracy);
    const shown = value === null || Number.isNaN(value) ? '–' : accuracyText(value);
    return {
      name: hasTest ? strings.testAccuracy : strings.trainAccuracy,
      value: shown,
      tip: value === null ? '' : exact(value),
    };
  }
  const value = metrics && (hasTest ? metrics.testLoss : metrics.trainLoss);
  return {
    name: hasTest ? strings.testLoss : strings.trainLoss,
    value: value === null ? '–' : brief(value),
    tip: value === null ? '' : exact(value),
  };
}

export function Readouts() {
  const store = useStore();
  const strings = useStrings();
  const network = store.network.value;
  const metrics = useWatch(network ? { kind: 'metrics' } : null);
  const moment = store.moment.value;
  const { loss, lr, rate } = store.header.value;
  if (!network || !moment) return <div class="readouts" />;
  const unknown = lossIsUnknown(network, store.header.value);
  const lrNow = Number.isNaN(lr) ? network.optimizer.lr : lr;
  const progress = format(strings.instructionOf, moment.done, network.instructions.length);
  const readouts: Readout[] = [
    {
      name: strings.iterationReadout,
      value: whole(moment.iteration),
      tip: rate > 0 ? `${progress} · ${format(strings.rate, whole(rate))}` : progress,
    },
    { name: strings.epochReadout, value: whole(moment.epoch), tip: format(strings.batchesOf, network.batches) },
    { name: strings.lossReadout, value: unknown ? '–' : brief(loss), tip: exact(loss) },
    metricReadout(metrics, network.data.testRows > 0, network.accuracy !== null, strings),
    {
      name: strings.lrReadout,
      value: brief(lrNow, 3),
      tip: exact(lrNow),
    },
  ];
  return (
    <dl class="readouts" data-testid="readouts">
      {readouts.map(({ name, value, tip }) => (
        <div key={name} title={tip}>
          <dt>{name}</dt>
          <dd>{name === strings.lrReadout ? <LrReadout value={lrNow} text={value} /> : value}</dd>
        </div>
      ))}
    </dl>
  );
}
