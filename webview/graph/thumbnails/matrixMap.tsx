// A tensor as a small heat map, as wide as a card: of its last two axes the rows and columns, at most so many rows.
import { readWindow } from '../../../src/protocol/frame.ts';
import { useStrings } from '../../context.ts';
import { heatMap, largest } from '../../draw/heatMap.ts';
import { inset, type Surface } from '../../draw/surface.ts';
import { format, niceAbove, shapeText, short } from '../../format.ts';
import { Picture } from '../../picture.tsx';
import { useWatch } from '../../watches.ts';
import { matrixSize } from '../tensors.ts';

const width = 186;
const height = 60;

interface MatrixMapProps {
  readonly name: string;
  readonly shape: readonly number[];
  /** Only the first rows. */
  readonly mostRows?: number;
}

export function MatrixMap({ name, shape, mostRows = Infinity }: MatrixMapProps) {
  const strings = useStrings();
  const [all, columns] = matrixSize(shape);
  const rows = Math.min(all, mostRows);
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
