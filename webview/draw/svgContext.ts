// A canvas context that writes SVG: what the drawings of this folder draw on it comes out as vectors, pixels as images.

/** What is needed of a browser, passed in so that this runs without one. */
export interface SvgTools {
  /** Device pixels for each CSS pixel: `putImageData` counts those. */
  readonly ratio: number;
  /** Begins the names of this drawing's clip paths: different for each drawing in one document. */
  readonly prefix: string;
  measureText(label: string, font: string): number;
  createImageData(width: number, height: number): ImageData;
  /** Pixels as a `data:` address. */
  imageUrl(image: ImageData): string;
}

const anchors: Readonly<Record<string, string>> = { center: 'middle', right: 'end', end: 'end' };
const baselines: Readonly<Record<string, string>> = { middle: 'central', top: 'hanging', bottom: 'text-after-edge' };

/** Text and attribute values as XML wants them. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

const round = (value: number): string => String(Math.round(value * 100) / 100);

/** What `save` keeps. */
class State {
  fillStyle = '#000';
  strokeStyle = '#000';
  globalAlpha = 1;
  lineWidth = 1;
  lineJoin = 'miter';
  lineCap = 'butt';
  font = '10px sans-serif';
  textAlign = 'left';
  textBaseline = 'alphabetic';
  dash: readonly number[] = [];
  clipPath = '';
}

export class SvgContext extends State {
  private readonly tools: SvgTools;
  private readonly parts: string[] = [];
  private readonly stack: State[] = [];
  private path = '';
  private clips = 0;

  constructor(tools: SvgTools) {
    super();
    this.tools = tools;
  }

  /** The elements drawn so far. */
  get svg(): string {
    return this.parts.join('\n');
  }

  save(): void {
    this.stack.push(Object.assign(new State(), this.state()));
  }
  restore(): void {
    Object.assign(this, this.stack.pop());
  }

  private state(): State {
    const { fillStyle, strokeStyle, globalAlpha, lineWidth, lineJoin, lineCap } = this;
    const { font, textAlign, textBaseline, dash, clipPath } = this;
    return {
      ...{ fillStyle, strokeStyle, globalAlpha, lineWidth, lineJoin, lineCap },
      ...{ font, textAlign, textBaseline, dash, clipPath },
    };
  }

  setLineDash(dash: readonly number[]): void {
    this.dash = dash;
  }
  beginPath(): void {
    this.path = '';
  }
  closePath(): void {
    this.path += 'Z';
  }
  moveTo(x: number, y: number): void {
    this.path += `M${round(x)} ${round(y)}`;
  }
  lineTo(x: number, y: number): void {
    this.path += `${this.path === '' ? 'M' : 'L'}${round(x)} ${round(y)}`;
  }
  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.path += `C${[x1, y1, x2, y2, x, y].map(round).join(' ')}`;
  }
  quadraticCurveTo(x1: number, y1: number, x: number, y: number): void {
    this.path += `Q${[x1, y1, x, y].map(round).join(' ')}`;
  }
  rect(x: number, y: number, width: number, height: number): void {
    this.path += `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`;
  }
  roundRect(x: number, y: number, width: number, height: number): void {
    this.rect(x, y, width, height);
  }
  arc(x: number, y: number, radius: number, from: number, to: number): void {
    const at = (angle: number): string =>
      `${round(x + radius * Math.cos(angle))} ${round(y + radius * Math.sin(angle))}`;
    const r = round(radius);
    const whole = Math.abs(to - from) >= 2 * Math.PI - 1e-9;
    this.path += `${this.path === '' || whole ? 'M' : 'L'}${at(from)}`;
    // One arc can't end where it began.
    if (whole) this.path += `A${r} ${r} 0 1 1 ${at(from + Math.PI)}A${r} ${r} 0 1 1 ${at(from)}Z`;
    else this.path += `A${r} ${r} 0 ${Math.abs(to - from) > Math.PI ? 1 : 0} ${to > from ? 1 : 0} ${at(to)}`;
  }
  clip(): void {
    const id = `${this.tools.prefix}${this.clips++}`;
    const within = this.clipPath && ` clip-path="url(#${this.clipPath})"`;
    this.parts.push(`<clipPath id="${id}"><path d="${this.path}"${within}/></clipPath>`);
    this.clipPath = id;
  }
  fill(): void {
    this.add(`<path d="${this.path}" fill="${escapeXml(this.fillStyle)}"/>`);
  }
  stroke(): void {
    const dash = this.dash.length > 0 ? ` stroke-dasharray="${this.dash.join(' ')}"` : '';
    const line = `stroke-width="${round(this.lineWidth)}" stroke-linejoin="${this.lineJoin}" stroke-linecap="${this.lineCap}"`;
    this.add(`<path d="${this.path}" fill="none" stroke="${escapeXml(this.strokeStyle)}" ${line}${dash}/>`);
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.aside(() => {
      this.rect(x, y, width, height);
      this.fill();
    });
  }
  strokeRect(x: number, y: number, width: number, height: number): void {
    this.aside(() => {
      this.rect(x, y, width, height);
      this.stroke();
    });
  }
  clearRect(): void {
    // There is nothing under a drawing.
  }
  setTransform(): void {
    // The document's own units are CSS pixels.
  }
  fillText(label: string, x: number, y: number): void {
    const [, size = '10', family = 'sans-serif'] = /([\d.]+)px\s+(.*)$/.exec(this.font) ?? [];
    const weight = /\b(bold|[5-9]00)\b/.exec(this.font)?.[1];
    const more = [
      anchors[this.textAlign] && ` text-anchor="${anchors[this.textAlign]}"`,
      baselines[this.textBaseline] && ` dominant-baseline="${baselines[this.textBaseline]}"`,
      weight && ` font-weight="${weight}"`,
    ];
    this.add(
      `<text x="${round(x)}" y="${round(y)}" font-size="${size}" font-family="${escapeXml(family)}" fill="${escapeXml(this.fillStyle)}"${more.filter(Boolean).join('')}>${escapeXml(label)}</text>`,
    );
  }
  measureText(label: string): { width: number } {
    return { width: this.tools.measureText(label, this.font) };
  }
  createImageData(width: number, height: number): ImageData {
    return this.tools.createImageData(width, height);
  }
  putImageData(image: ImageData, x: number, y: number): void {
    const { ratio } = this.tools;
    const size = `width="${round(image.width / ratio)}" height="${round(image.height / ratio)}"`;
    const place = `x="${round(x / ratio)}" y="${round(y / ratio)}"`;
    this.parts.push(
      `<image ${place} ${size} preserveAspectRatio="none" style="image-rendering:pixelated" href="${this.tools.imageUrl(image)}"/>`,
    );
  }

  /** Draws something without touching the path that is being made. */
  private aside(draw: () => void): void {
    const { path } = this;
    this.path = '';
    draw();
    this.path = path;
  }

  private add(element: string): void {
    const around = [
      this.globalAlpha < 1 && ` opacity="${round(this.globalAlpha)}"`,
      this.clipPath && ` clip-path="url(#${this.clipPath})"`,
    ].filter(Boolean);
    this.parts.push(around.length > 0 ? `<g${around.join('')}>${element}</g>` : element);
  }
}
