// A figure of the layers over the run: how large their gradients are, or their updates beside their weights. Measured
// while it is looked at; of many layers some are shown, spread evenly.
import { useLayoutEffect, useMemo } from 'preact/hooks';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { layerHistoryColumns } from '../../src/protocol/frame.ts';
import { useStore } from '../context.ts';
import type { Size } from '../picture.tsx';
import { columnPoints } from './curveData.ts';
import { Plot } from './plot.tsx';

const mostLayers = 8;
const points = 120;

interface LayerCurvesProps {
  readonly network: NetworkDescription;
  readonly title: string;
  /** Column of `layerHistory`. */
  readonly column: number;
  readonly size: Size;
  readonly end: number;
}

export function LayerCurves({ network, title, column, size, end }: LayerCurvesProps) {
  const { watches } = useStore();
  const layers = useMemo(() => {
    const trained = network.layers.filter(({ parameters }) => parameters.some((parameter) => parameter.trained));
    const count = Math.min(mostLayers, trained.length);
    return Array.from(
      { length: count },
      (_, i) => trained[Math.round((i * (trained.length - 1)) / Math.max(1, count - 1))],
    );
  }, [network]);
  const slots = useMemo(
    () => layers.map(({ index }) => watches.slot({ kind: 'layerHistory', layer: index, points })),
    [watches, layers],
  );
  useLayoutEffect(() => {
    const releases = slots.map((slot) => watches.hold(slot));
    return () => releases.forEach((release) => release());
  }, [watches, slots]);
  const curves = layers.map(({ name }, i) => ({
    label: name,
    colour: i,
    points: columnPoints(slots[i].answer.value, layerHistoryColumns, column),
  }));
  return <Plot title={title} curves={curves} size={size} end={end} log />;
}
