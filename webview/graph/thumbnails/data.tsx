// The data: points of a plane, images, or the batch as rows.
import type { NetworkDescription } from '../../../src/protocol/description.ts';
import type { LoneSample } from '../../../src/protocol/watch.ts';
import { useStore, useStrings } from '../../context.ts';
import { images } from '../../draw/images.ts';
import { equalAxes, pointRadius, scatter } from '../../draw/scatter.ts';
import { inset, linear, type Surface } from '../../draw/surface.ts';
import { largest } from '../../draw/heatMap.ts';
import { format, whole } from '../../format.ts';
import { Picture } from '../../picture.tsx';
import { useSample } from '../../useSample.ts';
import { useWatch } from '../../watches.ts';
import { outputOf } from '../tensors.ts';
import { MatrixMap } from './matrixMap.tsx';
import { samplesOnCard } from './rows.tsx';
import { isImage } from '../../samples.ts';

const width = 186;
const height = 136;

export function DataThumbnail({ network }: { network: NetworkDescription }) {
  const { sampleShape } = network.data;
  const features = sampleShape.length === 1 ? sampleShape[0] : 0;
  const chosen = useStore().sample.alone.value;
  return (
    <div class="thumbnail data">
      {isImage(sampleShape) ? (
        chosen ? (
          <ChosenImage network={network} sample={chosen} />
        ) : (
          <Images network={network} />
        )
      ) : features === 1 || features === 2 ? (
        <Points network={network} />
      ) : (
        <Rows network={network} />
      )}
    </div>
  );
}

/** Classes that y counts; 0 where it is a value. */
export function classCount(network: NetworkDescription): number {
  return network.accuracy === null ? 0 : Math.max(2, network.data.classNames.length);
}

function Points({ network }: { network: NetworkDescription }) {
  const strings = useStrings();
  const points = useWatch({ kind: 'points', part: 'train', limit: 240 });
  const own = useSample(useStore().sample.alone.value);
  const { range, sampleShape, source, trainRows } = network.data;
  const draw = (surface: Surface): void => {
    if (!points) return;
    const box = inset(surface, 6);
    if (sampleShape[0] === 1) return drawLine(surface, points, range[0], own && [own.x[0], own.target]);
    const [x, y] = equalAxes(box, range, 0);
    scatter(
      surface,
      box,
      { points, x, y, classes: classCount(network), limit: largestTarget(points) },
      pointRadius(points, 2),
    );
    if (!own) return;
    const [px, py] = [linear(...x, box.x, box.x + box.width), linear(...y, box.y + box.height, box.y)];
    ring(surface, px(own.x[0]), py(own.x[1]));
  };
  return (
    <Picture
      draw={draw}
      width={width}
      height={height}
      label={format(strings.scatterSummary, source, whole(trainRows))}
    />
  );
}

/** Around the chosen sample. */
function ring({ context, palette }: Surface, x: number, y: number): void {
  context.strokeStyle = palette.foreground;
  context.lineWidth = 1.8;
  context.beginPath();
  context.arc(x, y, 5.5, 0, 2 * Math.PI);
  context.stroke();
}

/** y over the only feature. */
function drawLine(
  surface: Surface,
  points: Float32Array,
  range: readonly [number, number],
  chosen: readonly [x: number, y: number] | null,
): void {
  const { context, palette } = surface;
  const box = inset(surface, 6);
  const limit = largestTarget(points) || 1;
  const x = linear(range[0], range[1], box.x, box.x + box.width);
  const y = linear(-limit, limit, box.y + box.height, box.y);
  context.fillStyle = palette.line;
  context.fillRect(box.x, Math.round(y(0)), box.width, 1);
  context.fillStyle = palette.forward;
  for (let i = 0; i + 2 < points.length; i += 3) {
    context.beginPath();
    context.arc(x(points[i]), y(points[i + 2]), 1.8, 0, 2 * Math.PI);
    context.fill();
  }
  if (chosen) ring(surface, x(chosen[0]), y(chosen[1]));
}

export function largestTarget(points: Float32Array): number {
  return largest(points.filter((_, i) => i % 3 === 2));
}

function ChosenImage({ network, sample }: { network: NetworkDescription; sample: LoneSample }) {
  const strings = useStrings();
  const shown = useSample(sample);
  const [rows, columns] = network.data.sampleShape.slice(-2);
  const draw = (surface: Surface): void => {
    if (shown)
      images(surface, inset(surface, 4), [shown], {
        rows,
        columns,
        perLine: 1,
        names: network.data.classNames,
      });
  };
  const label = sample.part === 'own' ? strings.ownPoint : format(strings.sampleImage, sample.row);
  return <Picture draw={draw} width={width} height={height} label={label} />;
}

function Images({ network }: { network: NetworkDescription }) {
  const strings = useStrings();
  const part = 'train';
  const found = [
    useSample({ part, row: 0 }),
    useSample({ part, row: 1 }),
    useSample({ part, row: 2 }),
    useSample({ part, row: 3 }),
    useSample({ part, row: 4 }),
    useSample({ part, row: 5 }),
  ];
  const [rows, columns] = network.data.sampleShape.slice(-2);
  const samples = found.filter((sample) => sample !== null);
  const draw = (surface: Surface): void =>
    images(surface, inset(surface, 4), samples, { rows, columns, perLine: 3, names: network.data.classNames });
  return (
    <Picture
      draw={draw}
      width={width}
      height={height}
      label={format(strings.imagesSummary, samples.length, network.data.source)}
    />
  );
}

function Rows({ network }: { network: NetworkDescription }) {
  const { name, shape } = useStore().sample.reference(outputOf(network, -1));
  const { featureNames, classNames } = network.data;
  return (
    <>
      <MatrixMap name={name} shape={shape} mostRows={samplesOnCard} />
      <p class="names" title={featureNames.join(', ')}>
        {featureNames.slice(0, 6).join(', ')}
      </p>
      <p class="names dim" title={classNames.join(', ')}>
        {classNames.slice(0, 6).join(' · ')}
      </p>
    </>
  );
}
