// The whole known history of the loss, and the playhead that goes to any moment of it.
import { useRef, useState } from 'preact/hooks';
import { readLosses } from '../src/protocol/frame.ts';
import type { NetworkDescription } from '../src/protocol/description.ts';
import { useStore, useStrings } from './context.ts';
import { HealthMarks } from './health/marks.tsx';
import { largestLoss, losses, lossLine } from './draw/losses.ts';
import { text, type Surface } from './draw/surface.ts';
import { axisNumber, format, niceAbove, short, ticks, whole } from './format.ts';
import { momentAt } from './moment.ts';
import { Picture, useSize } from './picture.tsx';
import { RunList } from './runs.tsx';
import { StopMarks } from './stopMarks.tsx';
import { useWatch } from './watches.ts';
import { useFormerLosses } from './formerRuns.ts';

const left = 60;
const right = 18;
const height = 63;
/** Until there is more, the axis shows this many iterations. */
const fewest = 20;

/** Iterations at the right end of the axis: changes only when the run leaves it. */
export function axisEnd(iterations: number): number {
  return Math.max(fewest, niceAbove(iterations));
}

export function Timeline() {
  const [ref, { width }] = useSize<HTMLDivElement>();
  const network = useStore().network.value;
  return (
    <div class="timeline" data-testid="timeline" ref={ref}>
      {network && width > left + right + 20 ? <Track network={network} width={width} /> : null}
      <RunList />
    </div>
  );
}

function Track({ network, width }: { network: NetworkDescription; width: number }) {
  const store = useStore();
  const strings = useStrings();
  const dragging = useRef(false);
  const perIteration = network.instructions.length;
  const { tick, lastTick, firstTick, loss } = store.header.value;
  const [aim, setAim] = useState<number | null>(null);
  const end = axisEnd(Math.ceil(lastTick / perIteration));
  const answer = useWatch({
    kind: 'losses',
    from: 0,
    to: end,
    points: Math.min(1000, Math.ceil((width - left - right) / 2 / 50) * 50),
  });
  const shownTick = store.dragged.value ?? tick;
  const data = answer && readLosses(answer);
  const former = useFormerLosses(end, 200);
  const top = niceAbove(Math.max(0, ...[data, ...former].map((each) => (each ? largestLoss(each) : 0))) || 1);
  const inner = width - left - right;
  const xOf = (at: number): number => left + (at / perIteration / end) * inner;

  const draw = (surface: Surface): void => {
    const { context, palette } = surface;
    context.fillStyle = palette.dim;
    text(surface, strings.lossReadout, 14, 31);
    text(surface, axisNumber(top), left - 8, 14, 'right', 9);
    text(surface, '0', left - 8, 48, 'right', 9);
    for (const at of ticks(0, end, Math.max(2, Math.floor(inner / 110)))) {
      if (!Number.isInteger(at)) continue;
      const x = left + (at / end) * inner;
      context.fillStyle = palette.line;
      context.fillRect(Math.round(x), 48, 1, 4);
      context.fillStyle = palette.dim;
      const atEdge = x > width - 30;
      text(surface, whole(at), atEdge ? width - 2 : x, 61, atEdge ? 'right' : 'center');
    }
    context.fillStyle = palette.line;
    context.fillRect(left, 48, inner, 1);
    const box = { x: left, y: 8, width: inner, height: 39 };
    for (const each of former) {
      context.globalAlpha = 0.55;
      lossLine(surface, box, each, { x: [0, end], y: [0, top] }, palette.dim, [4, 3]);
      context.globalAlpha = 1;
    }
    // While it runs the playhead is ahead of the curve that was asked for last.
    const newest = tick === lastTick && Number.isFinite(loss) ? { at: Math.floor(tick / perIteration), loss } : null;
    if (data) losses(surface, box, data, { x: [0, end], y: [0, top] }, shownTick / perIteration, newest);
  };

  const clamp = (to: number): number => Math.max(firstTick, Math.min(lastTick, to));
  const anyTickAt = (event: PointerEvent): number => {
    const bounds = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const iterations = ((event.clientX - bounds.left - left) / inner) * end;
    // Where an iteration is wide enough to aim within it, single instructions; else whole iterations.
    const fine = inner / end >= perIteration * 3;
    return fine ? Math.round(iterations * perIteration) : Math.round(iterations) * perIteration;
  };
  const drag = (event: PointerEvent): void => void store.seek(clamp(anyTickAt(event)));
  /** What has not been run yet can be aimed at: a click runs there. */
  const aimAt = (event: PointerEvent): number | null => {
    const to = anyTickAt(event);
    return to > lastTick && to <= end * perIteration ? to : null;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const act = {
      ArrowLeft: () => store.host.back(),
      ArrowDown: () => store.host.back(),
      ArrowRight: () => store.host.step(),
      ArrowUp: () => store.host.step(),
      Home: () => store.seek(firstTick),
      End: () => store.seek(lastTick),
      PageDown: () => store.seek(clamp(tick - 10 * perIteration)),
      PageUp: () => store.seek(clamp(tick + 10 * perIteration)),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    void act();
  };

  const moment = momentAt(network, shownTick);
  return (
    <div
      class="track"
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const beyond = aimAt(event);
        if (beyond !== null) return void store.host.seek(beyond);
        dragging.current = true;
        drag(event);
      }}
      onPointerMove={(event) => {
        if (dragging.current) drag(event);
        else setAim(aimAt(event));
      }}
      onPointerLeave={() => setAim(null)}
      onPointerUp={() => (dragging.current = false)}
      onPointerCancel={() => (dragging.current = false)}
    >
      <Picture
        draw={draw}
        width={width}
        height={height}
        label={format(strings.timelineSummary, whole(lastTick / perIteration), short(loss))}
      />
      {aim === null ? null : (
        <div class="aim" style={{ transform: `translateX(${xOf(aim)}px)` }}>
          <span class={xOf(aim) > width - 140 ? 'before' : ''}>
            {format(strings.runToIteration, whole(aim / perIteration))}
          </span>
        </div>
      )}
      <StopMarks xOf={xOf} />
      <HealthMarks xOf={(iteration) => xOf(iteration * perIteration)} perIteration={perIteration} />
      <div
        class="playhead"
        style={{ transform: `translateX(${xOf(shownTick)}px)` }}
        role="slider"
        tabIndex={0}
        aria-label={strings.playhead}
        aria-valuemin={firstTick}
        aria-valuemax={lastTick}
        aria-valuenow={shownTick}
        aria-valuetext={`${format(strings.iterationNumber, whole(moment.iteration))}, ${format(strings.instructionOf, moment.done, perIteration)}`}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
