// Bundles the view with its fake host and opens it in Chromium.
import { build } from 'esbuild';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { workerSources } from '../../../esbuild.mjs';
import { launchBrowser } from '../../workbench/browser.mjs';
import { themeHtml, type ThemeName } from './themes.ts';

/** Tests run in the project's folder. */
const root = process.cwd();

export interface View {
  readonly network?: string;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly tick?: number;
  readonly last?: number;
  readonly state?: Record<string, unknown>;
  readonly error?: boolean;
  readonly ill?: boolean;
  readonly branched?: boolean;
  readonly trouble?: string;
  readonly scale?: number;
}

/** A browser with the bundle: `open` gives a page each time. */
export class ViewBrowser {
  private readonly browser: Browser;
  private readonly folder: string;

  private constructor(browser: Browser, folder: string) {
    this.browser = browser;
    this.folder = folder;
  }

  static async launch(): Promise<ViewBrowser> {
    const folder = await mkdtemp(path.join(tmpdir(), 'backstep-view-'));
    await build({
      absWorkingDir: root,
      entryPoints: { main: 'webview/main.tsx', page: 'test/webview/fakeHost/page.ts' },
      bundle: true,
      outdir: folder,
      format: 'iife',
      target: 'chrome120',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      loader: { '.ttf': 'file' },
      assetNames: '[name]',
      plugins: [workerSources],
      logLevel: 'error',
    });
    return new ViewBrowser(await launchBrowser(), folder);
  }

  async open(view: View = {}): Promise<Page> {
    const { theme = 'dark', width = 1440, height = 900, scale = 1, network = 'moons' } = view;
    const { style, bodyClass } = themeHtml(theme);
    const file = path.join(this.folder, `${theme}.html`);
    // Inline, since a file's own script errors are hidden from it.
    const inline = async (name: string): Promise<string> =>
      `<script>${(await readFile(path.join(this.folder, name), 'utf8')).replaceAll('</script', '<\\/script')}</script>`;
    await writeFile(
      file,
      `<!doctype html><html lang="en" style="${style.replaceAll('"', '&quot;')}"><meta charset="utf-8"><title>Backstep</title><link rel="stylesheet" href="main.css">` +
        `<body class="${bodyClass}">${await inline('page.js')}${await inline('main.js')}</body></html>`,
    );
    const query = new URLSearchParams(network ? { network } : {});
    if (view.tick !== undefined) query.set('tick', String(view.tick));
    if (view.last !== undefined) query.set('last', String(view.last));
    if (view.state) query.set('state', JSON.stringify(view.state));
    if (view.error) query.set('error', '1');
    if (view.branched) query.set('branched', '1');
    if (view.ill) query.set('ill', '1');
    if (view.trouble) query.set('trouble', view.trouble);
    const context = await this.browser.newContext({ viewport: { width, height }, deviceScaleFactor: scale });
    const page = await context.newPage();
    await page.goto(`${pathToFileURL(file).href}?${query.toString()}`);
    return page;
  }

  async close(): Promise<void> {
    await this.browser.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}
