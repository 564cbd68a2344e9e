// Samples of a 2-D input as points of the plane: the one nearest to a click is chosen, arrow keys go from one to the next.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { pointColumns } from '../../src/protocol/frame.ts';
import { useStrings } from '../context.ts';
import { equalAxes, pointRadius, scatter } from '../draw/scatter.ts';
import { inset, linear, type Surface } from '../draw/surface.ts';
import { format, niceAbove, whole } from '../format.ts';
import { classCount, largestTarget } from '../graph/thumbnails/data.tsx';
import { Picture, type Size } from '../picture.tsx';

interface PlaneOfPointsProps {
  readonly network: NetworkDescription;
  /** Rows of x₀, x₁, y. */
  readonly points: Float32Array;
  readonly size: Size;
  /** null: none is. */
  readonly chosen: number | null;
  readonly onChoose: (row: number) => void;
}

/** The part of a panel's width that the plane takes beside a table. */
export function planeSize({ width, height }: Size): Size {
  return { width: Math.round(Math.max(90, Math.min(width * 0.42, height * 1.4))), height };
}

/** Whether samples are points of a plane. */
export const isPlane = ({ data }: NetworkDescription): boolean =>
  data.sampleShape.length === 1 && data.sampleShape[0] === 2;

export function PlaneOfPoints({ network, points, size, chosen, onChoose }: PlaneOfPointsProps) {
  const strings = useStrings();
  const { range, source } = network.data;
  const box = inset(size, 4);
  const [x, y] = equalAxes(box, range);
  const px = linear(x[0], x[1], box.x, box.x + box.width);
  const py = linear(y[0], y[1], box.y + box.height, box.y);
  const count = Math.floor(points.length / pointColumns);
  const draw = (surface: Surface): void => {
    const { context, palette } = surface;
    const limit = niceAbove(largestTarget(points));
    scatter(surface, box, { points, x, y, classes: classCount(network), limit }, pointRadius(points, 2.6));
    if (chosen === null || chosen >= count) return;
    context.strokeStyle = palette.foreground;
    context.lineWidth = 1.8;
    context.beginPath();
    context.arc(px(points[pointColumns * chosen]), py(points[pointColumns * chosen + 1]), 6.5, 0, 2 * Math.PI);
    context.stroke();
  };
  const nearest = (left: number, top: number): number => {
    let best = 0;
    let least = Infinity;
    for (let i = 0; i < count; i++) {
      const away = Math.hypot(px(points[pointColumns * i]) - left, py(points[pointColumns * i + 1]) - top);
      if (away < least) [best, least] = [i, away];
    }
    return best;
  };
  return (
    <div
      class="own-picture plane-of-points"
      role="application"
      tabIndex={0}
      aria-label={strings.choosePoint}
      title={strings.choosePoint}
      onPointerDown={(event) => {
        const bounds = event.currentTarget.getBoundingClientRect();
        if (count > 0) onChoose(nearest(event.clientX - bounds.left, event.clientY - bounds.top));
      }}
      onKeyDown={(event) => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (!step || count === 0) return;
        event.preventDefault();
        event.stopPropagation();
        onChoose(((chosen ?? -step) + step + count) % count);
      }}
    >
      <Picture
        draw={draw}
        width={size.width}
        height={size.height}
        label={format(strings.scatterSummary, source, whole(count))}
      />
    </div>
  );
}
