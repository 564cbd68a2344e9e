// Through depth: each layer's activations (left, blue) and gradients (right, orange) on one log scale, now against init.
// Vanishing and exploding are seen at a glance.
import { useEffect, useState } from 'preact/hooks';
import type { LayerDescription, NetworkDescription } from '../../src/protocol/description.ts';
import { readHistogram } from '../../src/protocol/frame.ts';
import { useStore, useStrings } from '../context.ts';
import { total } from '../draw/histogram.ts';
import { css } from '../draw/palette.ts';
import { fittedText, linear, text, type Surface } from '../draw/surface.ts';
import { violinPath } from '../draw/violin.ts';
import { format, percent, powerOfTen, ticks } from '../format.ts';
import { gradientOf, outputOf } from '../graph/tensors.ts';
import { Picture, pixels, Sized, type Size } from '../picture.tsx';
import { useWatch } from '../watches.ts';

type Range = readonly [from: number, to: number];

const bins = 56;
const axisWidth = 40;
const narrowest = 62;
/** Powers of ten shown; lower and higher ones are added when a good part of a layer lies there, and stay. */
const lows = [-6, -9, -13, -18, -26, -40];
const highs = [2, 6, 12, 24, 39];
const top = 10;
const foot = 22;

export function DepthPanel({ network }: { network: NetworkDescription }) {
  return <Sized class="depth">{(size) => <Violins key={network.seed} network={network} size={size} />}</Sized>;
}

function Violins({ network, size }: { network: NetworkDescription; size: Size }) {
  const strings = useStrings();
  const [low, setLow] = useState(0);
  const [high, setHigh] = useState(0);
  const [scrolled, setScrolled] = useState(0);
  const range: Range = [lows[low], highs[high]];
  const room = size.width - axisWidth;
  const step = Math.max(narrowest, Math.min(170, room / network.layers.length));
  const first = Math.max(0, Math.floor(scrolled / step) - 1);
  const shown = network.layers.slice(first, first + Math.ceil(room / step) + 2);
  const drawAxis = (surface: Surface): void => {
    const { context, palette } = surface;
    const y = linear(range[0], range[1], size.height - foot, top);
    context.fillStyle = palette.dim;
    for (const power of ticks(range[0], range[1], Math.max(2, Math.floor((size.height - foot - top) / 34)))) {
      if (Number.isInteger(power)) text(surface, powerOfTen(power), axisWidth - 8, y(power) + 3, 'right');
    }
  };
  return (
    <>
      <Picture
        draw={drawAxis}
        width={axisWidth}
        height={size.height}
        label={`${powerOfTen(range[0])} … ${powerOfTen(range[1])}`}
      />
      <div
        class="violins"
        tabIndex={0}
        role="list"
        aria-label={strings.throughDepth}
        onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
      >
        <div style={pixels({ width: step * network.layers.length, height: size.height - 1 })}>
          {shown.map((layer) => (
            <Column
              key={layer.index}
              network={network}
              layer={layer}
              range={range}
              left={layer.index * step}
              size={{ width: step, height: size.height - 1 }}
              onLower={() => setLow(Math.min(low + 1, lows.length - 1))}
              onHigher={() => setHigh(Math.min(high + 1, highs.length - 1))}
            />
          ))}
        </div>
      </div>
    </>
  );
}

interface ColumnProps {
  readonly network: NetworkDescription;
  readonly layer: LayerDescription;
  readonly range: Range;
  readonly left: number;
  readonly size: Size;
  readonly onLower: () => void;
  readonly onHigher: () => void;
}

function useViolin(tensor: string | null, range: Range, at?: 'init') {
  const answer = useWatch(
    tensor === null ? null : { kind: 'logHistogram', tensor, bins, range, ...(at ? { at } : {}) },
  );
  return answer && readHistogram(answer);
}

function Column({ network, layer, range, left, size, onLower, onHigher }: ColumnProps) {
  const store = useStore();
  const strings = useStrings();
  const output = outputOf(network, layer.index).name;
  const grad = gradientOf(network, layer.index)?.name ?? null;
  const activations = useViolin(output, range);
  const gradients = useViolin(grad, range);
  const activationsAtInit = useViolin(output, range, 'init');
  const gradientsAtInit = useViolin(grad, range, 'init');
  useEffect(() => {
    for (const data of [activations, gradients]) {
      // An answer to the range before says nothing of this one.
      if (!data || Math.abs(data.from - range[0]) > 0.01 || Math.abs(data.to - range[1]) > 0.01) continue;
      const all = total(data.counts) + data.below + data.above;
      if (data.below > 0.12 * all) onLower();
      if (data.above > 0.12 * all) onHigher();
    }
  });
  const draw = (surface: Surface): void => {
    const { context, palette } = surface;
    const middle = Math.round(size.width / 2);
    const box = { x: 0, y: top, width: Math.min(52, size.width / 2 - 8), height: size.height - foot - top };
    const y = linear(range[0], range[1], box.y + box.height, box.y);
    context.fillStyle = palette.line;
    for (const power of ticks(range[0], range[1], Math.max(2, Math.floor(box.height / 34))))
      context.fillRect(0, Math.round(y(power)), size.width, 1);
    context.fillRect(middle, box.y, 1, box.height);
    const halves = [
      { data: activations, side: -1, colour: palette.forward, solid: true },
      { data: gradients, side: 1, colour: palette.backward, solid: true },
      { data: activationsAtInit, side: -1, colour: palette.foreground, solid: false },
      { data: gradientsAtInit, side: 1, colour: palette.foreground, solid: false },
    ] as const;
    for (const { data, side, colour, solid } of halves) {
      if (!data) continue;
      context.beginPath();
      violinPath(surface, middle, box, { counts: data.counts, side });
      if (solid) {
        context.fillStyle = colour;
        context.globalAlpha = 0.68;
        context.fill();
      } else {
        context.strokeStyle = colour;
        context.globalAlpha = 0.65;
        context.lineWidth = 1;
        context.setLineDash([3, 2]);
        context.stroke();
        context.setLineDash([]);
      }
      context.globalAlpha = 1;
    }
    for (const { data, side } of halves.slice(0, 2)) {
      if (!data || total(data.counts) + data.below + data.above > 0) continue;
      // Nothing to be drawn on this scale is told in words.
      const isBroken = data.nan > 0;
      context.fillStyle = isBroken ? css(palette.invalid) : palette.dim;
      text(surface, isBroken ? 'NaN' : '0', middle + side * 6, box.y + 9, side < 0 ? 'right' : 'left');
    }
    context.fillStyle = palette.dim;
    fittedText(surface, layer.name, middle, size.height - 7, size.width - 6);
  };
  const zeros = activations
    ? activations.zeros /
      Math.max(1, total(activations.counts) + activations.zeros + activations.below + activations.above)
    : 0;
  const summary = format(strings.depthSummary, layer.name, peak(activations), peak(gradients), percent(zeros));
  return (
    <div
      role="listitem"
      class="column"
      style={pixels({ left, width: size.width })}
      title={summary}
      onClick={() => store.select(layer.index)}
    >
      <Picture draw={draw} width={Math.round(size.width)} height={size.height} label={summary} />
    </div>
  );
}

/** The power of ten at which most of a distribution lies. */
function peak(data: ReturnType<typeof readHistogram> | null): string {
  if (!data || total(data.counts) === 0) return '–';
  const most = data.counts.indexOf(Math.max(...data.counts));
  return powerOfTen(Math.round(data.from + ((most + 0.5) / data.counts.length) * (data.to - data.from)));
}
