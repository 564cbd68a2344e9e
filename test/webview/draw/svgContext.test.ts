// What drawings leave on the SVG context is vectors that say the same.
import { expect, it } from 'vitest';
import { SvgContext } from '../../../webview/draw/svgContext.ts';
import { losses } from '../../../webview/draw/losses.ts';
import { palette } from './fakeSurface.ts';

const context = (): SvgContext =>
  new SvgContext({
    ratio: 2,
    prefix: 'p',
    measureText: (label) => label.length * 6,
    createImageData: (width, height) =>
      ({ width, height, data: new Uint8ClampedArray(4 * width * height) }) as unknown as ImageData,
    imageUrl: ({ width, height }) => `data:${width}x${height}`,
  });

it('writes paths, rectangles and texts with their styles, escaped', () => {
  const svg = context();
  svg.fillStyle = 'red';
  svg.fillRect(1, 2, 3, 4);
  svg.strokeStyle = 'blue';
  svg.lineWidth = 1.5;
  svg.setLineDash([4, 3]);
  svg.beginPath();
  svg.moveTo(0, 0);
  svg.lineTo(10.123, 5);
  svg.stroke();
  svg.font = '12px "Segoe UI", sans-serif';
  svg.textAlign = 'center';
  svg.fillText('a < b & c', 5, 6);
  expect(svg.svg).toContain('<path d="M1 2h3v4h-3Z" fill="red"/>');
  expect(svg.svg).toContain('d="M0 0L10.12 5" fill="none" stroke="blue" stroke-width="1.5"');
  expect(svg.svg).toContain('stroke-dasharray="4 3"');
  expect(svg.svg).toContain('text-anchor="middle">a &#60; b &#38; c</text>');
  expect(svg.svg).toContain('font-size="12" font-family="&#34;Segoe UI&#34;, sans-serif"');
});

it('closes whole circles, keeps what was saved, clips what is drawn in a clip', () => {
  const svg = context();
  svg.save();
  svg.beginPath();
  svg.rect(0, 0, 5, 5);
  svg.clip();
  svg.globalAlpha = 0.5;
  svg.beginPath();
  svg.arc(5, 5, 2, 0, 2 * Math.PI);
  svg.fill();
  svg.restore();
  svg.fillRect(0, 0, 1, 1);
  const [clip, circle, plain] = svg.svg.split('\n');
  expect(clip).toBe('<clipPath id="p0"><path d="M0 0h5v5h-5Z"/></clipPath>');
  expect(circle).toMatch(/^<g opacity="0.5" clip-path="url\(#p0\)"><path d="M7 5A2 2 0 1 1 3 5A2 2 0 1 1 7 5Z"/);
  expect(plain).toBe('<path d="M0 0h1v1h-1Z" fill="#000"/>');
});

it('places pixels in CSS pixels', () => {
  const svg = context();
  svg.putImageData(svg.createImageData(20, 10), 4, 6);
  expect(svg.svg).toContain('<image x="2" y="3" width="10" height="5"');
  expect(svg.svg).toContain('href="data:20x10"');
});

it('carries a whole drawing of the view', () => {
  const svg = context();
  const surface = { context: svg as unknown as CanvasRenderingContext2D, width: 100, height: 50, ratio: 2, palette };
  const minMax = Float32Array.of(3, 3, 2, 2, 1, 1);
  losses(
    surface,
    { x: 0, y: 0, width: 100, height: 50 },
    { from: 0, perBucket: 1, minMax },
    { x: [0, 4], y: [0, 4] },
    2,
  );
  expect(svg.svg.match(/stroke="forward"/g)).toHaveLength(2);
  expect(svg.svg).toContain('M25 12.5L50 25L75 37.5');
});
