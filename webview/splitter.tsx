// The bar between two parts: dragged, or moved by the arrow keys; a double click gives the usual size back.
import { useRef } from 'preact/hooks';

interface SplitterProps {
  readonly label: string;
  /** 'vertical': a standing bar between left and right. */
  readonly orientation: 'vertical' | 'horizontal';
  /** Size of the part after the bar, in pixels. */
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly usual: number;
  readonly onSize: (size: number) => void;
}

export function Splitter({ label, orientation, size, min, max, usual, onSize }: SplitterProps) {
  const grabbed = useRef<{ at: number; size: number } | null>(null);
  const along = (event: PointerEvent): number => (orientation === 'vertical' ? event.clientX : event.clientY);
  const resize = (to: number): void => onSize(Math.round(Math.max(min, Math.min(max, to))));
  const onKeyDown = (event: KeyboardEvent): void => {
    const [larger, smaller] = orientation === 'vertical' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const by = event.shiftKey ? 60 : 15;
    if (event.key === larger) resize(size + by);
    else if (event.key === smaller) resize(size - by);
    else if (event.key === 'Home') resize(max);
    else if (event.key === 'End') resize(min);
    else return;
    event.preventDefault();
  };
  return (
    <div
      class={`splitter ${orientation}`}
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-orientation={orientation}
      aria-valuenow={size}
      aria-valuemin={min}
      aria-valuemax={max}
      onKeyDown={onKeyDown}
      onDblClick={() => resize(usual)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        grabbed.current = { at: along(event), size };
      }}
      onPointerMove={(event) => {
        if (grabbed.current) resize(grabbed.current.size + grabbed.current.at - along(event));
      }}
      onPointerUp={() => (grabbed.current = null)}
      onPointerCancel={() => (grabbed.current = null)}
    />
  );
}
