// A canvas as a component: device pixels, theme and size are its business, what is drawn is a pure function's.
import type { ReadonlySignal } from '@preact/signals';
import { createContext, type ComponentChildren } from 'preact';
import { useContext, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Palette } from './draw/palette.ts';
import type { Surface } from './draw/surface.ts';

/** Colours for all pictures, and device pixels for each of theirs (more in a magnified graph, to be sharp there). */
export interface PictureSurroundings {
  readonly palette: ReadonlySignal<Palette>;
  readonly ratio: ReadonlySignal<number>;
  readonly drawings: Drawings;
}

/** What was drawn last on each canvas: a picture of it for a file is drawn anew, as vectors. */
export type Drawings = WeakMap<HTMLCanvasElement, Pick<PictureProps, 'draw' | 'width' | 'height'>>;

export const PictureContext = createContext<PictureSurroundings | null>(null);

export interface PictureProps {
  readonly draw: (surface: Surface) => void;
  /** Summary in words for those who don't see it. */
  readonly label: string;
  readonly width: number;
  readonly height: number;
  readonly class?: string;
}

export function Picture({ draw, label, width, height, class: className }: PictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const surroundings = useContext(PictureContext);
  if (!surroundings) throw new Error('A picture was used without a palette');
  const palette = surroundings.palette.value;
  const ratio = surroundings.ratio.value;
  const { drawings } = surroundings;
  // After every render: its parent renders only when what it shows has changed.
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || width < 1 || height < 1) return;
    const [deviceWidth, deviceHeight] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (element.width !== deviceWidth) element.width = deviceWidth;
    if (element.height !== deviceHeight) element.height = deviceHeight;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    draw({ context, width, height, ratio, palette });
    drawings.set(element, { draw, width, height });
  });
  return <canvas ref={canvas} role="img" aria-label={label} class={className} style={pixels({ width, height })} />;
}

/** Lengths as CSS, which Preact leaves without a unit. */
export function pixels(lengths: Readonly<Record<string, number>>): Record<string, string> {
  return Object.fromEntries(Object.entries(lengths).map(([name, length]) => [name, `${length}px`]));
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of an element, whole CSS pixels, 0 × 0 before it is known. */
export function useSize<T extends HTMLElement>() {
  const ref = useRef<T>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = (): void => {
      const [width, height] = [element.clientWidth, element.clientHeight];
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, size] as const;
}

/** Gives its children its own size, to be drawn to: for pictures that fill what is left. */
export function Sized({ children, class: className }: { children: (size: Size) => ComponentChildren; class?: string }) {
  const [ref, size] = useSize<HTMLDivElement>();
  return (
    <div ref={ref} class={`sized ${className ?? ''}`}>
      {size.width > 0 && size.height > 0 ? children(size) : null}
    </div>
  );
}
