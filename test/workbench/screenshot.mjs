// Photographs networks in the visual editor of a real VS Code.
//
//   node test/workbench/screenshot.mjs FILE OUT.png [options]
//
//   --theme dark|light|hc|hcLight   comma-separated for several: OUT-dark.png, OUT-light.png …  (default dark)
//   --size 1440x900                 comma-separated for several: OUT-1440x900.png …
//   --steps N                       clicks Step N times first
//   --eval JS                       runs JavaScript in the view first (an expression; promises are awaited)
//   --script MODULE                 runs the module's `shots({ workbench, view, shot, setSize })` instead of one shot;
//                                   shot('name') writes OUT-name.png, `workbench` is the harness's (page, call, setTheme …)
//   --chrome                        keeps side bar, activity bar and tabs as a user sees them
//   --no-build                      takes dist/ as it is

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from '../../esbuild.mjs';
import { ensureChromium, launchBrowser } from './browser.mjs';
import { openWorkbench, startServer, themes } from './harness.mjs';
import { setup } from './setup.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    theme: { type: 'string', default: 'dark' },
    size: { type: 'string', default: '1440x900' },
    steps: { type: 'string', default: '0' },
    eval: { type: 'string' },
    script: { type: 'string' },
    chrome: { type: 'boolean', default: false },
    'no-build': { type: 'boolean', default: false },
  },
});
const [input, output] = positionals;
if (!input || !output) {
  console.error('usage: node test/workbench/screenshot.mjs FILE OUT.png [options]; they stand at the top of the file');
  process.exit(2);
}
const file = path.resolve(input);
const base = path.resolve(output).replace(/\.png$/, '');
const wanted = values.theme.split(',');
for (const theme of wanted)
  if (!(theme in themes)) throw new Error(`--theme ${theme}: there are ${Object.keys(themes).join(', ')}`);
const shotThemes = /** @type {import('./harness.mjs').Theme[]} */ (wanted);
const sizes = values.size.split(',').map((text) => {
  const [width, height] = text.split('x').map(Number);
  return { text, width, height };
});

ensureChromium();
await setup();
if (!values['no-build']) await build();
const server = await startServer({
  settings: values.chrome ? {} : { 'workbench.activityBar.location': 'hidden', 'breadcrumbs.enabled': false },
});
const browser = await launchBrowser();
try {
  const viewport = { width: sizes[0].width, height: sizes[0].height };
  const workbench = await openWorkbench({
    browser,
    server,
    folder: path.dirname(file),
    viewport,
    theme: shotThemes[0],
  });
  const { page } = workbench;
  page.on('console', (message) => {
    // What the view itself complains of; the workbench's own complaints are no news.
    if (message.type() === 'error' && /main\.js|webview/i.test(message.location().url))
      console.error('view:', message.text());
  });
  const failed = path.resolve(`${base}-failed.png`);
  try {
    if (!values.chrome) await workbench.maximise();
    await workbench.openVisual(file);
    const view = workbench.webview();
    const shot = async (/** @type {string} */ name = '') => {
      const out = `${base}${name && `-${name}`}.png`;
      await workbench.screenshot(out);
      console.log(path.relative(process.cwd(), out));
    };
    /** @param {number} width @param {number} height */
    const setSize = async (width, height) => {
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(500);
    };
    for (let step = 0; step < Number(values.steps); step++) {
      await workbench.call((vscode) => vscode.commands.executeCommand('backstep.step'));
    }
    if (values.eval) {
      const value = await view.locator('body').evaluate((_body, source) => (0, eval)(source), values.eval);
      if (value !== undefined) console.log(JSON.stringify(value));
    }
    await page.waitForTimeout(500);
    if (values.script) {
      const { shots } = await import(pathToFileURL(path.resolve(values.script)).href);
      await shots({ workbench, view, shot, setSize });
    } else {
      for (const size of sizes) {
        if (sizes.length > 1) await setSize(size.width, size.height);
        for (const theme of shotThemes) {
          if (shotThemes.length > 1) await workbench.setTheme(theme);
          await shot([sizes.length > 1 && size.text, shotThemes.length > 1 && theme].filter(Boolean).join('-'));
        }
      }
    }
  } catch (error) {
    await page.screenshot({ path: failed });
    console.error(`What it looked like when it failed: ${failed}`);
    throw error;
  }
} finally {
  await browser.close();
  await server.stop();
}
