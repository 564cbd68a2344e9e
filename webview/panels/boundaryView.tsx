// The decision boundary over the plane of a 2-D input, with the training points (filled) and test points (small).
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { readBoundary } from '../../src/protocol/frame.ts';
import { useStrings } from '../context.ts';
import { boundary } from '../draw/boundary.ts';
import { largest } from '../draw/heatMap.ts';
import { equalAxes, pointRadius, scatter } from '../draw/scatter.ts';
import { inset, text, type Surface } from '../draw/surface.ts';
import { axisNumber, format, niceAbove } from '../format.ts';
import { classCount, largestTarget } from '../graph/thumbnails/data.tsx';
import { Picture, type Size } from '../picture.tsx';
import { isBroken, Noted } from './noted.tsx';
import { useWatch } from '../watches.ts';

/** Cells along the longer side, so that a frame stays near 64 KB: fewer where there are many units. */
const finest = (units: number): number => (units > 2 ? 64 : 96);

export function BoundaryView({ network, size }: { network: NetworkDescription; size: Size }) {
  const strings = useStrings();
  const box = inset(size, 4);
  const [x, y] = equalAxes(box, network.data.range, 0.08);
  const cells = Math.min(1, finest(network.layers.at(-1)?.outputShape.at(-1) ?? 1) / Math.max(box.width, box.height));
  const width = Math.max(8, Math.round(box.width * cells));
  const height = Math.max(8, Math.round(box.height * cells));
  const answer = useWatch({ kind: 'boundary', x, y, width, height });
  const train = useWatch({ kind: 'points', part: 'train', limit: 400 });
  const test = useWatch(network.data.testRows > 0 ? { kind: 'points', part: 'test', limit: 200 } : null);
  const { accuracy, threshold } = network;
  const draw = (surface: Surface): void => {
    const limit = niceAbove(train ? largestTarget(train) : 1);
    const data = answer && readBoundary(answer);
    // An answer to the size before is not of this shape.
    const cells = data ? data.values.length / data.units : 0;
    if (data && cells === width * height && !isBroken(data.values)) {
      const over = accuracy ? limit : niceAbove(Math.max(limit, largest(data.values)));
      boundary(surface, box, { ...data, width, height, accuracy, threshold, limit: over });
    }
    const classes = classCount(network);
    if (train) scatter(surface, box, { points: train, x, y, classes, limit }, pointRadius(train, 2.4), true);
    if (test) scatter(surface, box, { points: test, x, y, classes, limit }, 1.5, true);
    surface.context.fillStyle = surface.palette.foreground;
    text(surface, axisNumber(x[0]), box.x + 4, box.y + box.height - 5, 'left', 9);
    text(surface, axisNumber(x[1]), box.x + box.width - 4, box.y + box.height - 5, 'right', 9);
    text(surface, axisNumber(y[1]), box.x + 4, box.y + 11, 'left', 9);
  };
  const note = answer && isBroken(readBoundary(answer).values) ? strings.onlyNotFinite : null;
  return (
    <Noted note={note}>
      <Picture
        draw={draw}
        width={size.width}
        height={size.height}
        label={note ?? format(strings.boundarySummary, network.data.source)}
      />
    </Noted>
  );
}
