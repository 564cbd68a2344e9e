// The loss surface: the loss over a plane through the present weights, with the way of the run on it.
import { useEffect, useState } from 'preact/hooks';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import type { SurfaceAxes, SurfaceResult } from '../../src/protocol/experiment.ts';
import { useStore, useStrings } from '../context.ts';
import { contours, extentOf } from '../draw/contours.ts';
import { linear, text, type Surface } from '../draw/surface.ts';
import { axisNumber, format, percent, short, whole } from '../format.ts';
import { Chooser } from '../inspector/chooser.tsx';
import { NumberInput } from './numberInput.tsx';
import { Picture, Sized } from '../picture.tsx';
import { ProgressLine } from './progressLine.tsx';

const kinds: readonly SurfaceAxes['kind'][] = ['random', 'path', 'weights'];
const reaches = [0.25, 0.5, 1, 2, 4];

export function SurfacePanel({ network }: { network: NetworkDescription }) {
  const store = useStore();
  const strings = useStrings();
  const parameters = network.layers.flatMap((layer) => layer.parameters);
  const asked = store.experiments.surface.value;
  // What was asked for stays chosen when the panel is hidden and shown again.
  const before = asked?.request.kind === 'surface' ? asked.request : null;
  const axesBefore = before?.axes;
  const [kind, setKind] = useState<SurfaceAxes['kind']>(axesBefore?.kind ?? 'random');
  const [seed, setSeed] = useState(axesBefore?.kind === 'random' ? axesBefore.seed : 0);
  const [reach, setReach] = useState(before?.reach ?? 1);
  const first = parameters[0]?.fullName ?? '';
  const [x, setX] = useState(axesBefore?.kind === 'weights' ? axesBefore.x : { tensor: first, index: 0 });
  const [y, setY] = useState(axesBefore?.kind === 'weights' ? axesBefore.y : { tensor: first, index: 1 });
  const update = asked?.update;
  const result = update && 'result' in update && update.result?.kind === 'surface' ? update.result : null;
  const busy = asked !== null && (!update || update.state === 'running');
  const axes: SurfaceAxes = kind === 'random' ? { kind, seed } : kind === 'path' ? { kind } : { kind: 'weights', x, y };
  const request = { kind: 'surface', axes, reach } as const;
  const start = (): void => store.experiments.start(request);
  // Computed when it is first shown and for every other choice; of another moment when it is asked for.
  const wanted = JSON.stringify(request);
  useEffect(() => {
    if (JSON.stringify(before) !== wanted) start();
  }, [wanted]);
  const iteration = Math.floor(store.header.value.tick / network.instructions.length);
  return (
    <div class="surface">
      <div class="bar">
        <Chooser
          label={strings.surfaceAxes}
          names={[strings.surfaceRandom, strings.surfaceWay, strings.surfaceWeights]}
          chosen={kinds.indexOf(kind)}
          onChoose={(i) => setKind(kinds[i])}
        />
        {kind === 'random' ? <NumberInput label={strings.surfaceSeed} value={seed} onChange={setSeed} /> : null}
        {kind === 'weights'
          ? [
              { chosen: x, set: setX, label: 'x' },
              { chosen: y, set: setY, label: 'y' },
            ].map(({ chosen, set, label }) => (
              <span key={label} class="weight">
                <select
                  aria-label={`${label}: ${strings.parameter}`}
                  value={chosen.tensor}
                  onChange={(event) => set({ ...chosen, tensor: event.currentTarget.value })}
                >
                  {parameters.map(({ fullName }) => (
                    <option key={fullName}>{fullName}</option>
                  ))}
                </select>
                <NumberInput
                  label={`${label}: index`}
                  value={chosen.index}
                  onChange={(index) => set({ ...chosen, index })}
                />
              </span>
            ))
          : null}
        <select
          aria-label={strings.surfaceReach}
          title={strings.surfaceReach}
          value={reach}
          onChange={(event) => setReach(Number(event.currentTarget.value))}
        >
          {reaches.map((each) => (
            <option key={each} value={each}>
              ±{each}
            </option>
          ))}
        </select>
        {busy ? null : (
          <button type="button" class="button small" onClick={start}>
            {strings.surfaceCompute}
          </button>
        )}
        <ProgressLine kind="surface" />
        {result && !busy && result.iteration !== iteration ? (
          <span class="dim">{format(strings.surfaceMoment, whole(result.iteration))}</span>
        ) : null}
      </div>
      {result ? <SurfaceMap result={result} /> : <div class="sized" />}
    </div>
  );
}

function SurfaceMap({ result }: { result: SurfaceResult }) {
  const strings = useStrings();
  const { losses, size, stride, reach, origin, path, centre, rows, allRows } = result;
  const heights = { size, stride, values: losses };
  const [low, high] = extentOf(heights);
  // Losses rise steeply: even steps of the logarithm show the valley too.
  const [from, to] = [Math.log(Math.max(low, 1e-9)), Math.log(Math.max(high, 2e-9))];
  const scale = (loss: number): number => (to > from ? (Math.log(Math.max(loss, 1e-9)) - from) / (to - from) : 0.5);
  const seen = path.x.filter((x, i) => Math.abs(x) <= reach[0] && Math.abs(path.y[i]) <= reach[1]).length;
  const draw = (surface: Surface): void => {
    const { context, palette, width, height } = surface;
    const box = { x: 44, y: 4, width: width - 50, height: height - 20 };
    if (stride <= 4) contours(surface, box, heights, scale);
    const x = linear(-reach[0], reach[0], box.x, box.x + box.width);
    const y = linear(-reach[1], reach[1], box.y + box.height, box.y);
    context.save();
    context.beginPath();
    context.rect(box.x, box.y, box.width, box.height);
    context.clip();
    for (const [colour, lineWidth] of [
      [palette.background, 4],
      [palette.foreground, 1.8],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = lineWidth;
      context.beginPath();
      path.x.forEach((at, i) => context.lineTo(x(at), y(path.y[i])));
      context.stroke();
    }
    context.restore();
    context.fillStyle = palette.foreground;
    context.strokeStyle = palette.background;
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(x(0), y(0), 5, 0, 7);
    context.fill();
    context.stroke();
    context.fillStyle = palette.dim;
    for (const [part, align] of [
      [-1, 'left'],
      [0, 'center'],
      [1, 'right'],
    ] as const) {
      text(surface, axisNumber(origin[0] + part * reach[0]), x(part * reach[0]), height - 4, align);
      text(
        surface,
        axisNumber(origin[1] + part * reach[1]),
        box.x - 4,
        y(part * reach[1]) + (part < 0 ? -1 : part > 0 ? 8 : 4),
        'right',
      );
    }
  };
  const summary = format(strings.surfaceSummary, short(centre), short(low), short(high));
  const notes = [
    summary,
    rows < allRows ? format(strings.surfaceSomeRows, whole(rows), whole(allRows)) : strings.surfaceAllRows,
    ...(Number.isFinite(path.share) ? [format(strings.surfaceShare, percent(path.share))] : []),
    ...(seen < path.x.length ? [format(strings.surfaceOutside, path.x.length - seen)] : []),
    ...(result.coarse ? [strings.surfaceCoarse] : []),
  ].join(' · ');
  return (
    <>
      <Sized>{({ width, height }) => <Picture draw={draw} width={width} height={height} label={summary} />}</Sized>
      <p class="dim note" title={`${notes}\n${strings.surfaceNote}`}>
        {notes}
      </p>
    </>
  );
}
