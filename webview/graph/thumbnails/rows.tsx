// A distribution over each row, as softmax gives: the first samples' rows as a heat map.
import { readWindow } from '../../../src/protocol/frame.ts';
import { useStrings } from '../../context.ts';
import { heatMap, largest } from '../../draw/heatMap.ts';
import { inset, type Surface } from '../../draw/surface.ts';
import { format, niceAbove, shapeText, short } from '../../format.ts';
import { Picture } from '../../picture.tsx';
import { useWatch } from '../../watches.ts';
import { gradientOf, matrixSize, outputOf } from '../tensors.ts';
import { Distribution } from './distribution.tsx';
import type { ThumbnailProps } from './props.ts';

const width = 186;
const height = 60;

export function RowsThumbnail({ network, layer }: ThumbnailProps) {
  const strings = useStrings();
  const output = outputOf(network, layer.index);
  return (
    <div class="thumbnail">
      <BatchMap name={output.name} shape={output.shape} />
      <div class="pair">
        <Distribution tensor={output.name} label={strings.activation} colour="forward" width={88} height={50} />
        <Distribution
          tensor={gradientOf(network, layer.index)?.name ?? null}
          label={strings.gradient}
          colour="backward"
          width={88}
          height={50}
        />
      </div>
    </div>
  );
}

/** The first rows of a batch, a sample a row. */
export function BatchMap({ name, shape }: { name: string; shape: readonly number[] }) {
  const strings = useStrings();
  const [rows, columns] = matrixSize(shape);
  const shown = Math.min(rows, 12);
  const answer = useWatch({
    kind: 'window',
    tensor: name,
    rows: [0, shown],
    columns: [0, columns],
    height: shown,
    width: Math.min(columns, width),
  });
  const matrix = answer && readWindow(answer);
  const limit = matrix ? largest(matrix.cells) : 0;
  const draw = (surface: Surface): void => {
    if (matrix) heatMap(surface, inset(surface, 0), matrix, niceAbove(limit));
  };
  return (
    <Picture
      draw={draw}
      width={width}
      height={height}
      label={format(strings.heatMapSummary, name, shapeText(shape), short(limit))}
    />
  );
}
