// The batch as images, each with its target and, where the network says another class, that.
import { useState } from 'preact/hooks';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { readWindow } from '../../src/protocol/frame.ts';
import { useStore, useStrings } from '../context.ts';
import { image } from '../draw/images.ts';
import { inset, type Surface } from '../draw/surface.ts';
import { format } from '../format.ts';
import { outputOf } from '../graph/tensors.ts';
import { Picture, pixels, type Size } from '../picture.tsx';
import { useWatch } from '../watches.ts';
import { useBatchAnswers, type BatchAnswer } from './batchAnswers.ts';

const cell = 66;
const caption = 16;

export function BatchImages({ network, size }: { network: NetworkDescription; size: Size }) {
  const store = useStore();
  const [scrolled, setScrolled] = useState(0);
  const rows = store.header.value.rows || network.batchSize;
  const perLine = Math.max(1, Math.floor((size.width - 12) / cell));
  const lineHeight = cell + caption;
  const first = Math.min(rows, Math.max(0, Math.floor(scrolled / lineHeight)) * perLine);
  const last = Math.min(rows, first + (Math.ceil(size.height / lineHeight) + 1) * perLine);
  const answers = useBatchAnswers(network, first, last);
  return (
    <div class="batch-images" tabIndex={-1} onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}>
      <div style={pixels({ height: Math.ceil(rows / perLine) * lineHeight })}>
        {Array.from({ length: last - first }, (_, i) => (
          <BatchImage
            key={first + i}
            network={network}
            sample={first + i}
            answer={answers[i]}
            place={{ left: ((first + i) % perLine) * cell, top: Math.floor((first + i) / perLine) * lineHeight }}
          />
        ))}
      </div>
    </div>
  );
}

interface BatchImageProps {
  readonly network: NetworkDescription;
  readonly sample: number;
  readonly answer: BatchAnswer | undefined;
  readonly place: { readonly left: number; readonly top: number };
}

function BatchImage({ network, sample, answer, place }: BatchImageProps) {
  const store = useStore();
  const strings = useStrings();
  const { sampleShape } = network.data;
  const [height, width] = sampleShape.slice(-2);
  const window = useWatch({
    kind: 'window',
    tensor: outputOf(network, -1).name,
    lead: [sample, ...sampleShape.slice(0, -2).map(() => 0)],
    rows: [0, height],
    columns: [0, width],
    height,
    width,
  });
  const draw = (surface: Surface): void => {
    if (window) image(surface, inset(surface, 1), readWindow(window).cells, height, width);
  };
  const chosen = store.sample.isRow(sample);
  return (
    <label class={`batch-image ${chosen ? 'chosen' : ''}`} style={pixels({ ...place, width: cell })}>
      <input
        type="radio"
        name="sample"
        aria-label={format(strings.choosesSample, sample)}
        checked={chosen}
        onChange={() => store.sample.chooseRow(sample)}
      />
      <Picture draw={draw} width={56} height={56} label={format(strings.sampleImage, sample)} />
      <span>
        {answer?.wanted}
        {answer?.right === false ? (
          <span class="wrong" title={strings.wrongAnswer}>{` → ${answer.said} ✕`}</span>
        ) : null}
      </span>
    </label>
  );
}
