// Prediction against target for the batch, where the output is a value and the input has many features.
import type { NetworkDescription } from '../../src/protocol/description.ts';
import { readWindow } from '../../src/protocol/frame.ts';
import { useStrings } from '../context.ts';
import { largest } from '../draw/heatMap.ts';
import { inset, linear, text, type Surface } from '../draw/surface.ts';
import { axisNumber, niceAbove } from '../format.ts';
import { matrixSize, outputOf } from '../graph/tensors.ts';
import { Picture, type Size } from '../picture.tsx';
import { useWatch } from '../watches.ts';

const most = 64;

export function PredictionView({ network, size }: { network: NetworkDescription; size: Size }) {
  const strings = useStrings();
  const output = outputOf(network, network.layers.length - 1);
  const [rows, columns] = matrixSize(output.shape);
  const window = {
    kind: 'window' as const,
    rows: [0, Math.min(rows, most)] as const,
    columns: [0, Math.min(columns, 8)] as const,
    height: most,
    width: 8,
  };
  const predicted = useWatch({ ...window, tensor: output.name });
  const wanted = useWatch({ ...window, tensor: 'target' });
  const draw = (surface: Surface): void => {
    const { context, palette } = surface;
    const side = Math.min(size.width, size.height) - 28;
    const box = { ...inset(surface, 0), x: (size.width - side) / 2, y: 8, width: side, height: side };
    const [a, b] = [predicted && readWindow(predicted).cells, wanted && readWindow(wanted).cells];
    const limit = niceAbove(Math.max(a ? largest(a) : 0, b ? largest(b) : 0));
    const x = linear(-limit, limit, box.x, box.x + side);
    const y = linear(-limit, limit, box.y + side, box.y);
    context.strokeStyle = palette.dim;
    context.setLineDash([4, 3]);
    context.strokeRect(box.x, box.y, side, side);
    context.beginPath();
    context.moveTo(x(-limit), y(-limit));
    context.lineTo(x(limit), y(limit));
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = palette.forward;
    for (let i = 0; a && b && i < Math.min(a.length, b.length); i++) {
      context.beginPath();
      context.arc(x(b[i]), y(a[i]), 2.4, 0, 2 * Math.PI);
      context.fill();
    }
    context.fillStyle = palette.dim;
    text(surface, `${strings.target} ±${axisNumber(limit)}`, box.x + side / 2, box.y + side + 13, 'center');
    text(surface, strings.prediction, box.x + 5, box.y + 12);
  };
  return <Picture draw={draw} width={size.width} height={size.height} label={strings.predictionSummary} />;
}
