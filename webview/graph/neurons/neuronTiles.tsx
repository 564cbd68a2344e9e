// The neurons of a box: for an input of two numbers each one's map over the plane, else what it gives for the chosen sample.
import type { NetworkDescription } from '../../../src/protocol/description.ts';
import { readBoundary, readWindow } from '../../../src/protocol/frame.ts';
import { useStore, useStrings } from '../../context.ts';
import { largest } from '../../draw/heatMap.ts';
import { equalAxes } from '../../draw/scatter.ts';
import type { Surface } from '../../draw/surface.ts';
import { unitTiles, type TileMap } from '../../draw/unitTiles.ts';
import { format, niceAbove } from '../../format.ts';
import { Picture } from '../../picture.tsx';
import { useWatch } from '../../watches.ts';
import { namedInputs, neuronCount, neuronsTop, tileSize } from '../boxes.ts';
import type { GraphModel } from '../graphModel.ts';
import type { PlacedNode } from '../layout.ts';
import { outputOf } from '../tensors.ts';

/** Cells that all maps of a network have together: a frame stays small. */
const cellBudget = 8192;
const [fewestCells, mostCells] = [6, 24];

interface NeuronTilesProps {
  readonly network: NetworkDescription;
  readonly node: PlacedNode;
  readonly model: GraphModel;
}

export function NeuronTiles({ network, node, model }: NeuronTilesProps) {
  const strings = useStrings();
  const units = neuronCount(network, node.last);
  const { size, gap } = tileSize(units);
  const maps = useMaps(network, node.last);
  const given = useGiven(network, node.last, maps === null);
  const left = (node.width - size) / 2;
  const draw = (surface: Surface): void =>
    unitTiles(surface, { count: units, size, gap, top: 2, left: 2 }, (unit) => maps?.(unit) ?? given(unit));
  const unitUnder = (event: MouseEvent): number => {
    const bounds = (event.currentTarget as Element).getBoundingClientRect();
    const scale = bounds.height / (units * (size + gap) - gap + 4);
    return Math.max(0, Math.min(units - 1, Math.floor((event.clientY - bounds.top) / scale / (size + gap))));
  };
  const names = node.index < 0 ? namedInputs(network) : [];
  const box = model.layout.value.boxOf[node.index + 1];
  return (
    <>
      <div
        class="tiles"
        style={{ left: `${left - 2}px`, top: `${neuronsTop - 2}px` }}
        onPointerMove={(event) => model.pointAtUnit({ box, unit: unitUnder(event) })}
        onPointerLeave={() => model.pointAtUnit(null)}
      >
        <Picture
          draw={draw}
          width={size + 4}
          height={units * (size + gap) - gap + 4}
          label={format(strings.neuronsSummary, units)}
        />
      </div>
      {names.slice(0, units).map((name, i) => (
        <span
          key={name}
          class="unit-name"
          title={name}
          style={{ top: `${neuronsTop + i * (size + gap)}px`, width: `${left - 12}px` }}
        >
          {name}
        </span>
      ))}
    </>
  );
}

/** Each unit's map over the plane; null where the input is none. */
function useMaps(network: NetworkDescription, index: number): ((unit: number) => TileMap | null) | null {
  const isPlane = network.data.sampleShape.length === 1 && network.data.sampleShape[0] === 2;
  const all = network.layers.reduce((sum, layer) => sum + neuronCount(network, layer.index), 0);
  const cells = Math.max(fewestCells, Math.min(mostCells, Math.floor(Math.sqrt(cellBudget / Math.max(1, all)))));
  const [x, y] = equalAxes({ width: 1, height: 1 }, network.data.range);
  const layer = network.layers[index];
  const answer = useWatch(
    isPlane && layer ? { kind: 'unitMaps', layer: layer.name, x, y, width: cells, height: cells } : null,
  );
  if (!isPlane) return null;
  const square = { width: cells, height: cells };
  if (!layer) {
    // The inputs themselves: slopes along their axes.
    const limit = Math.max(...[...x, ...y].map(Math.abs));
    return (unit) => {
      const [from, to] = unit === 0 ? x : y;
      const values = Float32Array.from({ length: cells * cells }, (_, i) => {
        const at = unit === 0 ? i % cells : Math.floor(i / cells);
        return from + ((to - from) * (at + 0.5)) / cells;
      });
      return { ...square, values, limit };
    };
  }
  const data = answer && readBoundary(answer);
  const values = data?.values;
  if (values?.length !== (data?.units ?? 0) * cells * cells) return () => null;
  return (unit) => {
    const own = values.subarray(unit * cells * cells, (unit + 1) * cells * cells);
    return { ...square, values: own, limit: largest(own) || 1 };
  };
}

/** What each unit gives for the chosen sample. */
function useGiven(network: NetworkDescription, index: number, isWanted: boolean): (unit: number) => TileMap | null {
  const { sample } = useStore();
  const { name, shape } = sample.reference(outputOf(network, index));
  const units = shape.at(-1) ?? 1;
  const row = sample.place;
  const answer = useWatch(
    isWanted
      ? { kind: 'window', tensor: name, rows: [row, row + 1], columns: [0, units], height: 1, width: units }
      : null,
  );
  const cells = answer && readWindow(answer).cells;
  if (cells?.length !== units) return () => null;
  const limit = niceAbove(largest(cells)) || 1;
  return (unit) => ({ width: 1, height: 1, values: [cells[unit]], limit });
}
