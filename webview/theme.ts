// VS Code's colours for what is painted: read from the CSS variables of style/colours.css, anew whenever the theme changes.
import { signal } from '@preact/signals';
import type { Palette, Rgb } from './draw/palette.ts';
import { heatTable } from './draw/palette.ts';

/** Any CSS colour as bytes: painted on one pixel, since `color-mix` computes to a form that differs between browsers. */
class ColourReader {
  private readonly probe = document.createElement('span');
  private readonly context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', {
    willReadFrequently: true,
  });

  constructor() {
    this.probe.hidden = true;
    document.body.append(this.probe);
  }

  read(variable: string): Rgb {
    this.probe.style.color = `var(${variable})`;
    const { context } = this;
    if (!context) return [128, 128, 128];
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = getComputedStyle(this.probe).color;
    context.fillRect(0, 0, 1, 1);
    const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
    return [r, g, b];
  }

  dispose(): void {
    this.probe.remove();
  }
}

function readPalette(): Palette {
  const reader = new ColourReader();
  const css = (variable: string): string => `rgb(${reader.read(variable).join(' ')})`;
  const ground = reader.read('--ground');
  const palette: Palette = {
    font: getComputedStyle(document.body).fontFamily,
    foreground: css('--fg'),
    dim: css('--dim'),
    line: css('--rule'),
    background: css('--bg'),
    forward: css('--fwd'),
    backward: css('--bwd'),
    update: css('--upd'),
    accent: css('--accent'),
    positive: reader.read('--pos'),
    negative: reader.read('--neg'),
    ground,
    heat: heatTable(reader.read('--neg'), ground, reader.read('--pos')),
    classes: ['--neg', '--pos', '--c3', '--c4', '--c5', '--c6', '--c7', '--c8', '--c9', '--c10'].map((variable) =>
      reader.read(variable),
    ),
    invalid: reader.read('--err'),
  };
  reader.dispose();
  return palette;
}

/** The palette as a signal, and what stops following the theme. VS Code changes the body's class and the root's style. */
export function followTheme() {
  const palette = signal(readPalette());
  const observer = new MutationObserver(() => (palette.value = readPalette()));
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id', 'style'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style', 'class'] });
  const contrast = matchMedia('(forced-colors: active)');
  const reread = (): void => void (palette.value = readPalette());
  contrast.addEventListener('change', reread);
  return {
    palette,
    dispose: (): void => {
      observer.disconnect();
      contrast.removeEventListener('change', reread);
    },
  };
}
