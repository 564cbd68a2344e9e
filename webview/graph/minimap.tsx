// The whole graph in a corner, with the part in sight as a rectangle to be dragged. A graph that is in sight has none.
import { useRef } from 'preact/hooks';
import { useStore, useStrings } from '../context.ts';
import type { Surface } from '../draw/surface.ts';
import { Picture, type Size } from '../picture.tsx';
import { directionOf } from '../moment.ts';
import { onScreen, type Camera } from './camera.ts';
import { freeCorner, type Corner } from './corners.ts';
import { fewBoxes, type GraphModel } from './graphModel.ts';
import { nodeAt, type Layout } from './layout.ts';

const mostWidth = 124;
const mostHeight = 120;
const room = 6;

export function Minimap({ model, size }: { model: GraphModel; size: Size }) {
  const store = useStore();
  const strings = useStrings();
  const dragging = useRef(false);
  const corner = useRef<Corner>('bottom right');
  const layout = model.layout.value;
  const camera = model.camera.value;
  if (size.height < 220 || layout.nodes.length < fewBoxes || isAllInSight(layout, camera, size)) return null;
  const scale = Math.min((mostWidth - 2 * room) / layout.width, (mostHeight - 2 * room) / layout.height);
  const width = Math.max(60, Math.round(layout.width * scale) + 2 * room);
  const height = Math.max(24, Math.round(layout.height * scale) + 2 * room);
  const executed = store.moment.value?.executed;
  // It must not lie over what one looks at.
  const cards = [store.selected.value, model.focused.value, executed?.layer ?? null].flatMap((index) => {
    const node = index === null ? undefined : nodeAt(layout, index);
    return node ? [onScreen(camera, node)] : [];
  });
  corner.current = freeCorner(corner.current, { width, height }, size, cards);
  const draw = (surface: Surface): void => {
    const { context, palette } = surface;
    for (const { index, last, ...box } of layout.nodes) {
      const isHere = executed && executed.layer >= index && executed.layer <= last;
      context.fillStyle = isHere ? palette[directionOf(executed)] : palette.dim;
      context.globalAlpha = isHere ? 1 : 0.55;
      const [w, h] = [Math.max(1, box.width * scale), Math.max(1, box.height * scale)];
      context.fillRect(
        room + box.x * scale,
        room + box.y * scale,
        isHere ? Math.max(3, w) : w,
        isHere ? Math.max(3, h) : h,
      );
    }
    context.globalAlpha = 1;
    drawWindow(surface, layout, camera, size, scale);
  };
  const moveTo = (event: PointerEvent): void => {
    const bounds = (event.currentTarget as Element).getBoundingClientRect();
    const x = (event.clientX - bounds.left - room) / scale;
    const y = (event.clientY - bounds.top - room) / scale;
    model.move({ zoom: camera.zoom, x: size.width / 2 - x * camera.zoom, y: size.height / 2 - y * camera.zoom });
  };
  return (
    <div
      class={`minimap ${corner.current}`}
      data-testid="minimap"
      title={strings.minimap}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        dragging.current = true;
        moveTo(event);
      }}
      onPointerMove={(event) => dragging.current && moveTo(event)}
      onPointerUp={() => (dragging.current = false)}
      onPointerCancel={() => (dragging.current = false)}
      onClick={(event) => event.stopPropagation()}
    >
      <Picture draw={draw} width={width} height={height} label={strings.minimap} />
    </div>
  );
}

function drawWindow(surface: Surface, layout: Layout, { x, y, zoom }: Camera, size: Size, scale: number): void {
  const { context, palette } = surface;
  const clamp = (value: number, most: number): number => Math.max(0, Math.min(most, value));
  const [left, top] = [clamp(-x / zoom, layout.width), clamp(-y / zoom, layout.height)];
  const right = clamp((size.width - x) / zoom, layout.width);
  const bottom = clamp((size.height - y) / zoom, layout.height);
  context.strokeStyle = palette.accent;
  context.lineWidth = 1.5;
  context.strokeRect(
    room + left * scale,
    room + top * scale,
    Math.max(4, (right - left) * scale),
    Math.max(4, (bottom - top) * scale),
  );
}

function isAllInSight({ nodes }: Layout, camera: Camera, size: Size): boolean {
  return nodes.every((node) => {
    const { left, top, right, bottom } = onScreen(camera, node);
    return left >= -1 && top >= -1 && right <= size.width + 1 && bottom <= size.height + 1;
  });
}
