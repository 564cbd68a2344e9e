// The window onto the graph: screen = graph · zoom + (x, y).
import type { Size } from '../picture.tsx';
import { cardWidth } from './boxes.ts';
import type { Layout, PlacedNode } from './layout.ts';

export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

const smallestZoom = 0.02;
const largestZoom = 4;
/** Below this only names are readable on a card (60 px wide): the graph is drawn as a map. */
export const mapZoom = 60 / cardWidth;

export function zoomAt({ x, y, zoom }: Camera, factor: number, px: number, py: number): Camera {
  const to = Math.max(smallestZoom, Math.min(largestZoom, zoom * factor));
  return { zoom: to, x: px - ((px - x) / zoom) * to, y: py - ((py - y) / zoom) * to };
}

/** Everything in sight, no larger than life, in the middle (`least`: but no smaller than this; then the first rows, whole). */
export function fitCamera(layout: Layout, size: Size, least = smallestZoom): Camera {
  const whole = Math.min(1, size.width / layout.width, size.height / layout.height);
  const zoom = whole < least ? zoomOfRows(layout, size, least) : whole;
  const middle = (space: number, length: number): number => Math.max(0, Math.round((space - length * zoom) / 2));
  const camera = { zoom, x: middle(size.width, layout.width), y: middle(size.height, layout.height) };
  const [data] = layout.nodes;
  return data && zoom > whole ? reveal(camera, size, data, 12) : camera;
}

/** The largest zoom not below `least` at which all columns are in sight and no card is cut at the lower end. */
function zoomOfRows({ nodes, width }: Layout, size: Size, least: number): number {
  const most = Math.min(1, size.width / width);
  const whole = nodes.map((node) => size.height / (node.y + node.height + 8)).filter((zoom) => zoom <= most);
  return Math.max(least, ...whole);
}

export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A card on the screen. */
export function onScreen({ x, y, zoom }: Camera, node: PlacedNode): Rectangle {
  const [left, top] = [node.x * zoom + x, node.y * zoom + y];
  return { left, top, right: left + node.width * zoom, bottom: top + node.height * zoom };
}

export function isVisible(camera: Camera, size: Size, node: PlacedNode, around = 0): boolean {
  const { left, top, right, bottom } = onScreen(camera, node);
  return right > -around && bottom > -around && left < size.width + around && top < size.height + around;
}

/** The camera moved no further than brings a card into sight, with some `room` around it. */
export function reveal(camera: Camera, size: Size, node: PlacedNode, room = 28): Camera {
  const { left, top, right, bottom } = onScreen(camera, node);
  const shift = (from: number, to: number, length: number): number =>
    from < room ? room - from : to > length - room ? Math.max(length - room - to, room - from) : 0;
  return { ...camera, x: camera.x + shift(left, right, size.width), y: camera.y + shift(top, bottom, size.height) };
}

/** Keeps at least a corner of the graph in the window, so that it can't be lost. */
export function kept(camera: Camera, layout: Layout, size: Size): Camera {
  const clamp = (value: number, length: number, room: number): number =>
    Math.max(80 - length * camera.zoom, Math.min(room - 80, value));
  return { ...camera, x: clamp(camera.x, layout.width, size.width), y: clamp(camera.y, layout.height, size.height) };
}
