// A part of the view as a picture of its own: drawings as vectors, text as text, boxes and inline SVG as they are styled.
// What is hidden, scrolled out of sight or a control (`data-no-picture`) is left out.
import { escapeXml, SvgContext, type SvgTools } from './draw/svgContext.ts';
import type { Drawings } from './picture.tsx';
import type { Palette } from './draw/palette.ts';

export interface ExportedPicture {
  readonly svg: string;
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
}

interface Place {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Device pixels for each CSS pixel of a PNG. */
const pngRatio = 2;

export function exportPicture(root: Element, drawings: Drawings, palette: Palette): ExportedPicture {
  const frame = root.getBoundingClientRect();
  const [width, height] = [Math.ceil(frame.width), Math.ceil(frame.height)];
  const parts: string[] = [];
  const walk = (element: Element, sight: Place): void => {
    if (element.hasAttribute('data-no-picture')) return;
    const style = getComputedStyle(element);
    if (style.display === 'none' || style.visibility === 'hidden' || style.opacity === '0') return;
    const rect = element.getBoundingClientRect();
    if (style.display !== 'contents' && rect.width > 0 && outside(rect, sight)) return;
    const x = rect.left - frame.left;
    const y = rect.top - frame.top;
    if (element instanceof HTMLCanvasElement) {
      parts.push(nested(x, y, rect.width, rect.height, canvasSvg(element, drawings, palette, `c${parts.length}-`)));
      return;
    }
    if (element instanceof SVGSVGElement) {
      parts.push(nested(x, y, rect.width, rect.height, styledSvg(element), viewBoxOf(element)));
      return;
    }
    parts.push(box(x, y, rect, style));
    const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible';
    const inside = clips ? common(rect, sight) : sight;
    for (const child of element.childNodes) {
      if (child instanceof Element) walk(child, inside);
      else if (child instanceof Text) parts.push(textSvg(child, style, frame, inside));
    }
  };
  walk(root, frame);
  const ground = escapeXml(groundOf(root));
  return {
    svg: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><rect width="100%" height="100%" fill="${ground}"/>${parts.join('')}</svg>`,
    width,
    height,
  };
}

/** The picture in pixels, two for each of the screen's. */
export async function pngOf({ svg, width, height }: ExportedPicture): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement('canvas'), {
    width: width * pngRatio,
    height: height * pngRatio,
  });
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The picture is too large.'))), 'image/png');
  });
}

const outside = (rect: Place, sight: Place): boolean =>
  rect.right <= sight.left || rect.left >= sight.right || rect.bottom <= sight.top || rect.top >= sight.bottom;

const common = (a: Place, b: Place): Place => ({
  left: Math.max(a.left, b.left),
  top: Math.max(a.top, b.top),
  right: Math.min(a.right, b.right),
  bottom: Math.min(a.bottom, b.bottom),
});

function nested(x: number, y: number, width: number, height: number, inner: string, viewBox?: string): string {
  const box = viewBox === undefined ? '' : ` viewBox="${escapeXml(viewBox)}"`;
  return `<svg x="${x}" y="${y}" width="${width}" height="${height}"${box}>${inner}</svg>`;
}

function viewBoxOf(element: SVGSVGElement): string | undefined {
  return element.getAttribute('viewBox') ?? undefined;
}

/** As it was drawn, or its pixels where it was not drawn by a `Picture`. */
function canvasSvg(element: HTMLCanvasElement, drawings: Drawings, palette: Palette, prefix: string): string {
  const drawing = drawings.get(element);
  const { width, height } = element.getBoundingClientRect();
  if (!drawing) return `<image width="${width}" height="${height}" href="${element.toDataURL()}"/>`;
  const context = new SvgContext(browserTools(prefix));
  // A magnified graph shows it larger than it was drawn.
  const scale = width / drawing.width;
  drawing.draw({ ...drawing, context: context as unknown as CanvasRenderingContext2D, ratio: pngRatio, palette });
  return Math.abs(scale - 1) < 1e-3 ? context.svg : `<g transform="scale(${scale})">${context.svg}</g>`;
}

function browserTools(prefix: string): SvgTools {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d')!;
  return {
    ratio: pngRatio,
    prefix,
    measureText(label, font) {
      context.font = font;
      return context.measureText(label).width;
    },
    createImageData: (width, height) => new ImageData(width, height),
    imageUrl(image) {
      Object.assign(canvas, { width: image.width, height: image.height });
      context.putImageData(image, 0, 0);
      return canvas.toDataURL();
    },
  };
}

const svgProperties = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'opacity',
  'stroke-opacity',
  'fill-opacity',
];

/** Inline SVG with what the style sheets say of it written into it. */
function styledSvg(element: SVGSVGElement): string {
  const copy = element.cloneNode(true) as SVGSVGElement;
  const originals = element.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((node, i) => {
    const style = getComputedStyle(originals[i]);
    for (const property of svgProperties) node.setAttribute(property, style.getPropertyValue(property));
    node.removeAttribute('class');
    node.removeAttribute('style');
  });
  return [...copy.childNodes].map((node) => new XMLSerializer().serializeToString(node)).join('');
}

const transparent = (colour: string): boolean => colour === 'transparent' || /(,|\/)\s*0\)$/.test(colour);

/** The colour that lies under an element. */
function groundOf(element: Element): string {
  for (let each: Element | null = element; each; each = each.parentElement) {
    const { backgroundColor } = getComputedStyle(each);
    if (!transparent(backgroundColor)) return backgroundColor;
  }
  return 'white';
}

function box(x: number, y: number, { width, height }: DOMRect, style: CSSStyleDeclaration): string {
  const { backgroundColor, borderRadius, borderTopWidth, borderTopStyle, borderTopColor } = style;
  const line = borderTopStyle === 'none' || transparent(borderTopColor) ? 0 : parseFloat(borderTopWidth) || 0;
  if ((transparent(backgroundColor) && line === 0) || width === 0) return '';
  const all = ['Right', 'Bottom', 'Left'].every(
    (side) => style.getPropertyValue(`border-${side.toLowerCase()}-width`) === borderTopWidth,
  );
  const fill = transparent(backgroundColor) ? 'none' : escapeXml(backgroundColor);
  const stroke = line > 0 && all ? ` stroke="${escapeXml(borderTopColor)}" stroke-width="${line}"` : '';
  if (fill === 'none' && stroke === '') return '';
  return `<rect x="${x + line / 2}" y="${y + line / 2}" width="${width - line}" height="${height - line}" rx="${parseFloat(borderRadius) || 0}" fill="${fill}"${stroke}/>`;
}

/** A text node, line by line as it stands. */
function textSvg(node: Text, style: CSSStyleDeclaration, frame: DOMRect, sight: Place): string {
  const range = document.createRange();
  const lines: { text: string; rect: DOMRect }[] = [];
  // A node on one line is told by its one rectangle; a broken one word by word.
  range.selectNodeContents(node);
  const rects = range.getClientRects();
  if (rects.length === 1) lines.push({ text: node.data, rect: rects[0] });
  else {
    for (const match of node.data.matchAll(/\S+/g)) {
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      lines.push({ text: match[0], rect: range.getBoundingClientRect() });
    }
  }
  const size = parseFloat(style.fontSize) * (lines[0] ? scaleOf(node) : 1);
  return lines
    .filter(({ text, rect }) => text.trim() !== '' && rect.width > 0 && !outside(rect, sight))
    .map(({ text, rect }) => {
      const baseline = rect.top - frame.top + rect.height / 2 + size * 0.35;
      return `<text x="${rect.left - frame.left}" y="${baseline}" font-size="${size}" font-weight="${style.fontWeight}" font-family="${escapeXml(style.fontFamily)}" fill="${escapeXml(style.color)}" xml:space="preserve">${escapeXml(text.trim())}</text>`;
    })
    .join('');
}

/** How much larger than styled it is shown: more than 1 in a magnified graph. */
function scaleOf(node: Text): number {
  const parent = node.parentElement;
  if (!(parent instanceof HTMLElement) || parent.offsetWidth === 0) return 1;
  return parent.getBoundingClientRect().width / parent.offsetWidth;
}
