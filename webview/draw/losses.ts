// The loss of a run over its iterations: buckets of smallest and largest, the past strong, the known future faint.
import { linear, type Box, type Surface } from './surface.ts';

export interface Losses {
  /** First iteration (0-based) and iterations a bucket. */
  readonly from: number;
  readonly perBucket: number;
  /** Smallest and largest of each bucket; NaN where unknown. */
  readonly minMax: Float32Array;
}

export interface LossAxes {
  /** Iterations at the box's left and right end. */
  readonly x: readonly [from: number, to: number];
  readonly y: readonly [from: number, to: number];
}

/** Largest finite loss, 0 for none. */
export function largestLoss({ minMax }: Losses): number {
  let most = 0;
  for (const value of minMax) if (value > most && value < Infinity) most = value;
  return most;
}

/** The newest loss, where the rest of the curve may not be known up to it yet. */
export interface Newest {
  /** Iterations done. */
  readonly at: number;
  readonly loss: number;
}

/** `now`: the playhead's iteration, with fraction. */
export function losses(
  surface: Surface,
  box: Box,
  data: Losses,
  axes: LossAxes,
  now: number,
  newest: Newest | null = null,
): void {
  const { context, palette } = surface;
  const x = linear(axes.x[0], axes.x[1], box.x, box.x + box.width);
  const edge = Math.max(box.x, Math.min(box.x + box.width, x(now)));
  context.lineJoin = 'round';
  context.strokeStyle = palette.forward;
  context.fillStyle = palette.forward;
  for (const [from, to, alpha] of [
    [edge, box.x + box.width, 0.4],
    [box.x, edge, 1],
  ]) {
    context.save();
    context.beginPath();
    context.rect(from, box.y - 2, to - from, box.height + 4);
    context.clip();
    context.globalAlpha = alpha;
    line(surface, box, data, axes, x, newest);
    context.restore();
  }
}

/** A run's loss as a plain line: of one that doesn't go on. */
export function lossLine(
  surface: Surface,
  box: Box,
  data: Losses,
  axes: LossAxes,
  colour: string,
  dash: number[],
): void {
  const { context } = surface;
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineJoin = 'round';
  context.setLineDash(dash);
  line(surface, box, data, axes, linear(axes.x[0], axes.x[1], box.x, box.x + box.width));
  context.setLineDash([]);
}

function line(
  { context }: Surface,
  box: Box,
  { from, perBucket, minMax }: Losses,
  axes: LossAxes,
  x: (v: number) => number,
  newest: Newest | null = null,
): void {
  const y = linear(axes.y[0], axes.y[1], box.y + box.height, box.y);
  const buckets = minMax.length / 2;
  // A bucket's loss is known when its last iteration is done: that is where it is drawn.
  const at = (bucket: number): number => x(from + (perBucket > 1 ? (bucket + 0.5) * perBucket : bucket + 1));
  if (perBucket > 1) {
    context.beginPath();
    for (let i = 0; i < buckets; i++) if (!Number.isNaN(minMax[2 * i])) context.lineTo(at(i), y(minMax[2 * i + 1]));
    for (let i = buckets - 1; i >= 0; i--) if (!Number.isNaN(minMax[2 * i])) context.lineTo(at(i), y(minMax[2 * i]));
    const alpha = context.globalAlpha;
    context.globalAlpha = alpha * 0.35;
    context.fill();
    context.globalAlpha = alpha;
  }
  context.lineWidth = 1.5;
  context.beginPath();
  let drawing = false;
  let known = -Infinity;
  for (let i = 0; i < buckets; i++) {
    const middle = (minMax[2 * i] + minMax[2 * i + 1]) / 2;
    if (!Number.isFinite(middle)) {
      drawing = false;
      continue;
    }
    if (drawing) context.lineTo(at(i), y(middle));
    else context.moveTo(at(i), y(middle));
    drawing = true;
    known = at(i);
  }
  // Beyond what is known buckets are NaN, so the path stands where it ended.
  if (newest && known > -Infinity && x(newest.at) > known) context.lineTo(x(newest.at), y(newest.loss));
  context.stroke();
}
