// What can be done with a card, by right click or the menu key: run to it, inspect it, fold its block.
import { useEffect, useRef } from 'preact/hooks';
import { useStore, useStrings } from '../context.ts';
import { format } from '../format.ts';
import { pixels, type Size } from '../picture.tsx';
import { onScreen } from './camera.ts';
import type { GraphModel } from './graphModel.ts';

interface CardMenuProps {
  readonly model: GraphModel;
  readonly size: Size;
  readonly onChoose: (index: number) => void;
}

interface Item {
  readonly label: string;
  readonly key: string;
  /** null: not possible here. */
  readonly act: (() => void) | null;
}

const menuWidth = 236;
const rowHeight = 26;

export function CardMenu({ model, size, onChoose }: CardMenuProps) {
  const store = useStore();
  const strings = useStrings();
  const ref = useRef<HTMLDivElement>(null);
  const node = model.menu.value;
  const network = store.network.value;
  useEffect(() => {
    if (!node) return;
    ref.current?.querySelector<HTMLElement>('[role=menuitem]:not([disabled])')?.focus();
    const close = (event: Event): void => {
      if (!ref.current?.contains(event.target as Node)) model.closeMenu();
    };
    window.addEventListener('pointerdown', close, true);
    window.addEventListener('blur', close);
    const graph = ref.current?.closest('.graph');
    return () => {
      graph?.querySelector<HTMLElement>('.card[tabindex="0"]')?.focus({ preventScroll: true });
      window.removeEventListener('pointerdown', close, true);
      window.removeEventListener('blur', close);
    };
  }, [node, model]);
  if (!node || !network) return null;
  const { left, top, right } = onScreen(model.camera.value, node);
  const block = network.layers[node.index]?.block?.name;
  const run = (direction: 'forward' | 'backward') =>
    model.canRunTo(node, direction) ? () => model.runTo(node, direction) : null;
  const items: Item[] = [
    { label: strings.runToHere, key: 'R', act: run('forward') },
    { label: strings.runToHereBackward, key: 'Shift+R', act: run('backward') },
    {
      label: strings.toggleBreakpoint,
      key: 'F9',
      act: node.kind === 'block' || node.index < 0 ? null : () => void store.host.toggleBreakpoint(node.index),
    },
    { label: strings.inspectNode, key: 'Enter', act: () => onChoose(node.last) },
    ...(block === undefined
      ? []
      : [
          {
            label: format(node.kind === 'block' ? strings.unfoldBlock : strings.foldBlock, block),
            key: 'B',
            act: () => model.toggleBlock(block),
          },
        ]),
  ];
  const onKeyDown = (event: KeyboardEvent): void => {
    const buttons = [...(ref.current?.querySelectorAll<HTMLElement>('[role=menuitem]:not([disabled])') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    event.stopPropagation();
    if (step !== undefined) buttons[(at + step + buttons.length) % buttons.length]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') model.closeMenu();
    else return;
    event.preventDefault();
  };
  const x = Math.max(8, Math.min(size.width - menuWidth - 8, Math.max(left, Math.min(right - menuWidth, left + 24))));
  const y = Math.max(8, Math.min(size.height - items.length * rowHeight - 16, top + 34));
  return (
    <div
      ref={ref}
      class="card-menu"
      role="menu"
      aria-label={strings.cardMenu}
      style={pixels({ left: x, top: y, width: menuWidth })}
      onKeyDown={onKeyDown}
    >
      {items.map(({ label, key, act }) => (
        <button
          key={key}
          type="button"
          role="menuitem"
          disabled={act === null}
          onClick={() => {
            model.closeMenu();
            act?.();
          }}
        >
          {label}
          <kbd>{key}</kbd>
        </button>
      ))}
    </div>
  );
}
