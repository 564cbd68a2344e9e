// The graph from far away: every box and line in sight as one picture, with what this iteration has passed and what is ill.
import { useMemo } from 'preact/hooks';
import type { NetworkDescription } from '../../src/protocol/description.ts';
import type { ShownFinding } from '../../src/protocol/view.ts';
import { useStore, useStrings } from '../context.ts';
import { css, type Palette } from '../draw/palette.ts';
import { fittedText, type Surface } from '../draw/surface.ts';
import { format } from '../format.ts';
import { worstAt } from '../health/cardHealth.tsx';
import { directionOf, type Direction, type Moment, type Passes } from '../moment.ts';
import { Picture, type Size } from '../picture.tsx';
import { isVisible, onScreen, type Camera } from './camera.ts';
import { captions } from './captions.ts';
import type { GraphModel } from './graphModel.ts';
import type { Layout, PlacedNode } from './layout.ts';

/** Width of a box, in pixels, from which on its name is written. */
const nameWidth = 30;

interface Shown {
  readonly network: NetworkDescription;
  readonly moment: Moment | null;
  readonly passes: Passes | null;
  readonly findings: readonly ShownFinding[];
  readonly selected: number | null;
}

export function GraphMap({ model, size }: { model: GraphModel; size: Size }) {
  const store = useStore();
  const strings = useStrings();
  const layout = model.layout.value;
  const lines = useMemo(() => linesOf(layout), [layout]);
  const camera = model.camera.value;
  const network = store.network.value;
  if (!network) return null;
  const shown: Shown = {
    network,
    moment: store.moment.value,
    passes: store.passes.value,
    findings: store.findings.value,
    selected: store.selected.value,
  };
  const draw = (surface: Surface): void => {
    drawLines(surface, lines, camera);
    for (const node of layout.nodes) {
      if (!isVisible(camera, size, node)) continue;
      const name = node.width * camera.zoom < nameWidth ? '' : captions(network, node, 0, strings).name;
      drawBox(surface, node, name, camera, shown);
    }
  };
  return (
    <div class="graph-map">
      <Picture draw={draw} {...size} label={format(strings.mapSummary, layout.nodes.length)} />
    </div>
  );
}

function linesOf({ edges }: Layout): Path2D {
  const all = new Path2D();
  for (const { forward } of edges) all.addPath(new Path2D(forward));
  return all;
}

function drawLines({ context, palette, ratio }: Surface, lines: Path2D, { x, y, zoom }: Camera): void {
  context.save();
  context.setTransform(ratio * zoom, 0, 0, ratio * zoom, ratio * x, ratio * y);
  context.strokeStyle = palette.forward;
  context.globalAlpha = 0.55;
  context.lineWidth = 1.1 / zoom;
  context.stroke(lines);
  context.restore();
}

function drawBox(surface: Surface, node: PlacedNode, name: string, camera: Camera, shown: Shown): void {
  const { context, palette } = surface;
  const { left, top, right, bottom } = onScreen(camera, node);
  const [width, height] = [right - left, bottom - top];
  const { network, selected } = shown;
  const mark = markOf(node, shown.moment);
  const members = network.layers.slice(Math.max(0, node.index), node.last + 1);
  context.beginPath();
  context.roundRect(left, top, width, height, Math.min(4, width / 8));
  context.fillStyle = mark ? palette[mark] : palette.background;
  context.fill();
  if (!mark) {
    context.fillStyle = palette.foreground;
    context.globalAlpha = 0.13;
    context.fill();
    context.globalAlpha = 1;
  }
  // Where the weights are: a bar at the foot.
  if (!mark && node.index >= 0 && members.some(({ parameterCount }) => parameterCount > 0)) {
    context.fillStyle = palette.dim;
    context.globalAlpha = 0.5;
    context.fillRect(left, bottom - height * 0.16, width, height * 0.16);
    context.globalAlpha = 1;
  }
  const isSelected = selected !== null && selected >= node.index && selected <= node.last;
  context.strokeStyle = isSelected ? palette.foreground : passedColour(node, shown, palette);
  context.lineWidth = isSelected ? 2 : 1;
  context.stroke();
  const finding = worstAt(shown.findings, node.index, node.last);
  if (finding && finding.severity !== 'hint') {
    context.fillStyle = css(palette.invalid);
    const side = Math.max(4, Math.min(10, width / 4));
    context.beginPath();
    context.moveTo(right - side - 2, top + 2);
    context.lineTo(right - 2, top + 2);
    context.lineTo(right - 2, top + side + 2);
    context.fill();
  }
  if (!name) return;
  context.fillStyle = mark ? palette.background : palette.foreground;
  fittedText(surface, name, (left + right) / 2, (top + bottom) / 2 + 3, width - 4);
}

function markOf({ index, last }: PlacedNode, moment: Moment | null): Direction | null {
  const executed = moment?.executed;
  return executed && executed.layer >= index && executed.layer <= last ? directionOf(executed) : null;
}

function passedColour({ index, last }: PlacedNode, { moment, passes }: Shown, palette: Palette): string {
  const done = moment?.done ?? 0;
  if (passes && done >= passes.backward[index + 1]) return palette.backward;
  if (passes && done >= passes.forward[last + 1]) return palette.forward;
  return palette.line;
}
