// A canvas context that writes down what is drawn on it, and a surface around it.
import { heatTable, type Palette, type Rgb } from '../../../webview/draw/palette.ts';
import type { Surface } from '../../../webview/draw/surface.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly colour: string;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

const negative: Rgb = [0, 0, 255];
const positive: Rgb = [255, 128, 0];
const ground: Rgb = [0, 0, 0];

export const palette: Palette = {
  font: 'sans-serif',
  foreground: 'foreground',
  dim: 'dim',
  line: 'line',
  background: 'background',
  forward: 'forward',
  backward: 'backward',
  update: 'update',
  accent: 'accent',
  positive,
  negative,
  ground,
  heat: heatTable(negative, ground, positive),
  classes: [negative, positive, [0, 255, 0]],
  invalid: [255, 0, 0],
};

export class FakeContext {
  readonly rectangles: Rectangle[] = [];
  /** Points of each path that was stroked or filled, with the colour it got. */
  readonly paths: { points: Point[]; colour: string; dashed: boolean }[] = [];
  readonly texts: string[] = [];
  readonly images: { x: number; y: number; width: number; pixels: Uint32Array }[] = [];
  readonly clips: Point[] = [];
  fillStyle = '';
  strokeStyle = '';
  globalAlpha = 1;
  lineWidth = 1;
  lineJoin = '';
  font = '';
  textAlign = '';
  textBaseline = '';
  private points: Point[] = [];
  private dash: number[] = [];

  fillRect(x: number, y: number, width: number, height: number): void {
    this.rectangles.push({ x, y, width, height, colour: this.fillStyle });
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.rectangles.push({ x, y, width, height, colour: this.strokeStyle });
  }
  fillText(label: string): void {
    this.texts.push(label);
  }
  beginPath(): void {
    this.points = [];
  }
  moveTo(x: number, y: number): void {
    this.points.push({ x, y });
  }
  lineTo(x: number, y: number): void {
    this.points.push({ x, y });
  }
  arc(x: number, y: number): void {
    this.points.push({ x, y });
  }
  rect(x: number, _y: number, width: number): void {
    this.points.push({ x, y: x + width });
  }
  closePath(): void {
    // The points are all there is to know.
  }
  save(): void {
    // Colours are written down as they are set.
  }
  restore(): void {
    this.globalAlpha = 1;
  }
  /** x: left, y: right end of what is clipped to. */
  clip(): void {
    this.clips.push(this.points[0]);
  }
  setLineDash(dash: number[]): void {
    this.dash = dash;
  }
  stroke(): void {
    this.paths.push({ points: this.points, colour: this.strokeStyle, dashed: this.dash.length > 0 });
  }
  fill(): void {
    this.paths.push({ points: this.points, colour: this.fillStyle, dashed: false });
  }
  createImageData(width: number, height: number): { width: number; height: number; data: Uint8ClampedArray } {
    return { width, height, data: new Uint8ClampedArray(width * height * 4) };
  }
  putImageData(image: { width: number; data: Uint8ClampedArray }, x: number, y: number): void {
    this.images.push({ x, y, width: image.width, pixels: new Uint32Array(image.data.buffer) });
  }
}

export function fakeSurface(width = 100, height = 100, ratio = 1): { context: FakeContext; surface: Surface } {
  const context = new FakeContext();
  return {
    context,
    surface: { context: context as unknown as CanvasRenderingContext2D, width, height, ratio, palette },
  };
}
