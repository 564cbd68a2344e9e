// A layer's figures at this moment of a session's run: asked for as a panel would, once.
import type { LiveFigures } from '../../model/language/hover.ts';
import { Frame, readStatistics } from '../../protocol/frame.ts';
import type { NetworkSession } from '../editor/networkSession.ts';

/** A hover doesn't wait longer for a busy engine. */
const patience = 300;

/** null where the session has no such layer, or the engine is busy or gone. */
export async function readLiveFigures(session: NetworkSession, layerName: string): Promise<LiveFigures | null> {
  const { network, client } = session;
  const layer = network?.layers.find(({ name }) => name === layerName);
  if (!network || !layer) return null;
  const trained = layer.parameters.filter((parameter) => parameter.trained);
  const gradients = [
    ...trained.map(({ name, fullName }) => [name, `${fullName}.grad`] as const),
    ...(layer.hasGradient ? [['output', `${layer.name}.output.grad`] as const] : []),
  ];
  const tensors = [`${layer.name}.output`, ...gradients.map(([, tensor]) => tensor)];
  const watches = tensors.map((tensor) => ({ kind: 'statistics', tensor }) as const);
  const buffer = await firstFrame(session, (view) => client.watch(view, { version: 1, watches }));
  if (!buffer) return null;
  const frame = new Frame(buffer);
  const [output, ...norms] = watches
    .map((_, index) => frame.answer(index))
    .map((answer) => (answer ? readStatistics(answer) : null));
  return {
    iteration: Math.floor(frame.header.tick / network.instructions.length),
    output: output && { mean: output.mean, std: output.std },
    gradients: norms.flatMap((statistics, i) => (statistics ? [[gradients[i][0], statistics.norm] as const] : [])),
  };
}

/** The first frame that a view of its own gets; the view is gone then. */
async function firstFrame(session: NetworkSession, ask: (view: number) => Promise<void>): Promise<ArrayBuffer | null> {
  let view = 0;
  const arrived = new Promise<ArrayBuffer | null>((resolve) => {
    view = session.addView({
      frame: resolve,
      network: () => undefined,
      controls: () => undefined,
      breakpoints: () => undefined,
      highlightLayer: () => undefined,
      inspectTensor: () => undefined,
      health: () => undefined,
      fit: () => undefined,
      experiment: () => undefined,
    });
    setTimeout(() => resolve(null), patience);
    ask(view).catch(() => resolve(null));
  });
  try {
    return await arrived;
  } finally {
    session.removeView(view);
  }
}
