// What a side computation finds, made up: three variants, one of which breaks down; a bowl with a way into it.
import type { NetworkDescription } from '../../../src/protocol/description.ts';
import type { ComparisonResult, ExperimentRequest, Spread, SurfaceResult } from '../../../src/protocol/experiment.ts';

const iterations = 40;
const size = 17;

const spread = (median: number): Spread => ({
  ...{ low: median - 1.2, quarter: median - 0.5, median, threeQuarters: median + 0.4, high: median + 0.9 },
  ...{ zeros: 0, notFinite: 0 },
});

export function fakeResult(
  request: ExperimentRequest,
  { layers }: NetworkDescription,
): ComparisonResult | SurfaceResult {
  if (request.kind === 'surface') {
    const losses = Float32Array.from({ length: size * size }, (_, i) => {
      const [x, y] = [(i % size) / 8 - 1, Math.floor(i / size) / 8 - 1];
      return 0.1 + x * x + 3 * y * y;
    });
    const path = {
      ...{ x: [-0.8, -0.3, 0], y: [0.6, 0.1, 0], share: 0.4 },
      iterations: [0, 10, 20],
    };
    return {
      ...{ kind: 'surface', axes: request.axes, size, stride: 1, reach: [1, 1], origin: [0, 0], losses, centre: 0.1 },
      ...{ path, iteration: 20, rows: 100, allRows: 400, coarse: false },
    };
  }
  const { compared, layer } = request;
  const values = {
    init: ['xavier_uniform', 'normal', 'zeros'],
    activation: ['ReLU', 'Tanh', 'GELU'],
    lr: [0.01, 0.1, 1],
  };
  const variants = values[compared].map((value, i) => ({
    ...{ change: { compared, layer, value } as ComparisonResult['variants'][number]['change'], current: i === 1 },
    losses: Array.from({ length: i === 2 ? 12 : iterations }, (_, k) =>
      i === 2 && k === 11 ? NaN : 2 * 0.9 ** (k * (2 - i)),
    ),
    activations: layers.map((_, depth) => spread(-0.2 * depth)),
    gradients: layers.map((_, depth) => spread(-3 - 0.4 * depth * i)),
  }));
  return {
    ...{ kind: 'comparison', compared, layer, layers: layers.map(({ name }) => name) },
    ...{ iterations, wanted: 100, variants },
  };
}
