// Takes a picture of a part of the view away: a button with a small menu, to the clipboard or to a file, as PNG or SVG.
import { useContext, useEffect, useRef, useState } from 'preact/hooks';
import type { PictureForm } from '../src/protocol/view.ts';
import { useStore, useStrings } from './context.ts';
import { format } from './format.ts';
import { Icon } from './icon.tsx';
import { PictureContext } from './picture.tsx';
import { exportPicture, pngOf } from './pictureExport.ts';

interface PictureActionsProps {
  /** What is pictured. */
  readonly of: { readonly current: Element | null };
  /** What it is called, for its file too. */
  readonly name: string;
}

/** Milliseconds for which it is said that a picture was copied. */
const noticeTime = 2500;

export function PictureActions({ of, name }: PictureActionsProps) {
  const store = useStore();
  const strings = useStrings();
  const surroundings = useContext(PictureContext);
  const [open, setOpen] = useState(false);
  const [told, setTold] = useState<{ readonly text: string; readonly icon: string } | null>(null);
  const root = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!open) return;
    const close = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    window.addEventListener('pointerdown', close);
    return () => window.removeEventListener('pointerdown', close);
  }, [open]);
  useEffect(() => {
    if (!told) return;
    const timer = setTimeout(() => setTold(null), noticeTime);
    return () => clearTimeout(timer);
  }, [told]);
  const take = async (form: PictureForm, to: 'clipboard' | 'file'): Promise<void> => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
    if (!of.current || !surroundings) return;
    const picture = exportPicture(of.current, surroundings.drawings, surroundings.palette.peek());
    const type = form === 'svg' ? 'image/svg+xml' : 'image/png';
    const blob = form === 'svg' ? new Blob([picture.svg], { type }) : await pngOf(picture);
    if (to === 'file') return store.host.savePicture(name, form, await blob.arrayBuffer());
    try {
      if (form === 'svg') await store.host.copyText(picture.svg);
      else await navigator.clipboard.write([new ClipboardItem({ [type]: blob })]);
      setTold({ text: strings.pictureCopied, icon: 'check' });
    } catch {
      // A browser may refuse, as when the window has no focus.
      setTold({ text: strings.pictureNotCopied, icon: 'warning' });
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const items = [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = items.indexOf(document.activeElement as HTMLElement);
    if (!open) return;
    if (event.key === 'Escape') {
      setOpen(false);
      root.current?.querySelector('button')?.focus();
    } else if (event.key === 'ArrowDown') items[(at + 1) % items.length].focus();
    else if (event.key === 'ArrowUp') items[(at + items.length - 1) % items.length].focus();
    else if (event.key === 'Tab') return setOpen(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const choices = [
    [strings.copyPng, 'png', 'clipboard'],
    [strings.copySvg, 'svg', 'clipboard'],
    [strings.savePng, 'png', 'file'],
    [strings.saveSvg, 'svg', 'file'],
  ] as const;
  const label = format(strings.pictureOf, name);
  return (
    <span class="picture-actions" ref={root} onKeyDown={onKeyDown} data-no-picture>
      <button
        type="button"
        class="icon-button"
        title={told?.text ?? label}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name={told?.icon ?? 'device-camera'} />
      </button>
      {open ? (
        <span class="menu" role="menu" aria-label={label}>
          {choices.map(([text, form, to]) => (
            <button key={text} type="button" role="menuitem" tabIndex={-1} onClick={() => void take(form, to)}>
              {text}
            </button>
          ))}
        </span>
      ) : null}
      <span class="unseen" role="status">
        {told?.text}
      </span>
    </span>
  );
}
