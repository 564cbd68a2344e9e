// A layer with weights: its matrix as a heat map, what comes out of it and the gradient that comes back.
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

export function WeightsThumbnail({ network, layer }: ThumbnailProps) {
  const strings = useStrings();
  const shown = layer.view.kind === 'weights' ? layer.view.parameter : '';
  const parameter = layer.parameters.find(({ name, fullName }) => name === shown || fullName === shown);
  return (
    <div class="thumbnail">
      {parameter ? <WeightMap name={parameter.fullName} shape={parameter.shape} /> : null}
      <div class="pair">
        <Distribution
          tensor={outputOf(network, layer.index).name}
          label={strings.activation}
          colour="forward"
          width={88}
          height={50}
        />
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

function WeightMap({ name, shape }: { name: string; shape: readonly number[] }) {
  const strings = useStrings();
  const [rows, columns] = matrixSize(shape);
  const answer = useWatch({
    kind: 'window',
    tensor: name,
    rows: [0, rows],
    columns: [0, columns],
    height: Math.min(rows, height),
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
