// A real VS Code for tests and screenshots: a server, a browser, and a workbench with Backstep in it that can be
// called through the `vscode` API, looked into and photographed.

import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, installVsix, layout, quietSettings, startVsCode } from './server.mjs';
import { root } from './setup.mjs';

/** @typedef {import('playwright-core').Browser} Browser */
/** @typedef {Awaited<ReturnType<typeof startServer>>} Server */
/** @typedef {Awaited<ReturnType<typeof openWorkbench>>} Workbench */

/** The four kinds of theme: VS Code's name, and the file that the workbench's class names while it is on. */
export const themes = {
  dark: { name: 'Dark Modern', file: 'dark_modern' },
  light: { name: 'Light Modern', file: 'light_modern' },
  hc: { name: 'Default High Contrast', file: 'hc_black' },
  hcLight: { name: 'Default High Contrast Light', file: 'hc_light' },
};
/** @typedef {keyof typeof themes} Theme */

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const viewType = String(manifest.contributes.customEditors[0].viewType);

const testSettings = { ...quietSettings, 'files.hotExit': 'off', 'files.simpleDialog.enable': true };

/** A path in the server's file system as the page names it. @param {string} host @param {string} file */
const remote = (host, file) => `vscode-remote://${host}${file.startsWith('/') ? '' : '/'}${file.replaceAll('\\', '/')}`;

/** @param {string} host @param {string} folder @param {string[][]} payload */
function workbenchUrl(host, folder, payload) {
  const query = new URLSearchParams({
    folder: folder.replaceAll('\\', '/'),
    payload: JSON.stringify([['skipWelcome', 'true'], ['skipReleaseNotes', 'true'], ...payload]),
  });
  return `http://${host}/?${query.toString()}`;
}

/**
 * A server with throw-away data, and the driver extension in it.
 * @param {{ settings?: Record<string, unknown>, vsix?: string[], env?: Record<string, string> }} [options]
 */
export async function startServer({ settings = {}, vsix = [], env = {} } = {}) {
  const dir = mkdtempSync(path.join(tmpdir(), 'backstep-vscode-'));
  const portFile = path.join(dir, 'driver.port');
  const resultsFile = path.join(dir, 'results.json');
  for (const file of vsix) installVsix(dir, file);
  // A folder dropped in is found while there is no extensions.json; the page's own development path takes effect only once.
  cpSync(
    path.join(import.meta.dirname, 'driver-ext'),
    path.join(layout(dir).extensions, 'backstep-test.driver-0.0.1'),
    {
      recursive: true,
    },
  );
  if (vsix.length > 0) rmSync(path.join(layout(dir).extensions, 'extensions.json'), { force: true });
  mkdirSync(path.dirname(layout(dir).settings), { recursive: true });
  writeFileSync(layout(dir).settings, JSON.stringify({ ...testSettings, ...settings }));
  const server = await startVsCode({
    dir,
    port: await freePort(),
    // Without the smoke-test driver the page's extensionDevelopmentPath is ignored.
    args: ['--without-connection-token', '--enable-smoke-test-driver'],
    env: { ...process.env, ...env, BACKSTEP_DRIVER_PORT_FILE: portFile, BACKSTEP_RESULTS_FILE: resultsFile },
  });
  return {
    ...server,
    dir,
    portFile,
    resultsFile,
    async stop() {
      await server.stop();
      if (process.env.KEEP) console.log(`Kept: ${dir}`);
      else rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

/** A copy of the example networks that a test may write into; it goes with the server. @param {Server} server */
export function copyExamples(server) {
  const folder = path.join(server.dir, 'examples');
  cpSync(path.join(root, 'media/examples'), folder, { recursive: true });
  return folder;
}

/** Opens a page that can't leave the machine. @param {Browser} browser @param {{ width: number, height: number }} viewport */
async function localPage(browser, viewport) {
  const page = await browser.newPage({ viewport });
  await page.route(/^https?:/, (route) => {
    const { hostname } = new URL(route.request().url());
    // A webview's own pages and resources are served under these names from the server itself.
    return /^(127\.0\.0\.1|localhost|.*\.vscode-cdn\.net|.*\.vscode-resource\.vscode-cdn\.net)$/.test(hostname) &&
      !hostname.startsWith('main.')
      ? route.continue()
      : route.abort();
  });
  return page;
}

/**
 * Opens a workbench on `folder` with the extension of this project (or of `extension`; null for none but the installed)
 * and waits until its extension host answers.
 * @param {{ browser: Browser, server: Server, folder: string, extension?: string | null, viewport?: { width: number, height: number }, theme?: Theme }} options
 */
export async function openWorkbench({ browser, server, folder, extension = root, viewport, theme = 'dark' }) {
  const page = await localPage(browser, viewport ?? { width: 1440, height: 900 });
  rmSync(server.portFile, { force: true });
  const payload = extension ? [['extensionDevelopmentPath', remote(server.host, extension)]] : [];
  await page.goto(workbenchUrl(server.host, folder, payload));
  await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 90_000 });
  for (const deadline = Date.now() + 90_000; !existsSync(server.portFile); await sleep(100)) {
    if (Date.now() > deadline) throw new Error("The workbench's extension host didn't start.");
  }
  const driver = `http://127.0.0.1:${readFileSync(server.portFile, 'utf8')}/`;

  /**
   * Runs a function in the extension host: it gets `vscode` and the arguments, and sees nothing of the test's scope.
   * @template Result @template {unknown[]} Arguments
   * @param {(vscode: typeof import('vscode'), ...args: Arguments) => Result} fn
   * @param {Arguments} args
   * @returns {Promise<Awaited<Result>>}
   */
  const call = async (fn, ...args) => {
    const body = JSON.stringify({ fn: fn.toString(), args });
    const answer = await (await fetch(driver, { method: 'POST', body })).json();
    if (!answer.ok) throw new Error(answer.error);
    return answer.value;
  };

  /** What is inside the nth webview on screen (the order of the page). */
  const webview = (n = 0) =>
    page.locator('iframe.webview.ready').nth(n).contentFrame().locator('iframe#active-frame').contentFrame();

  /** Changes the colour theme and waits for it. @param {Theme} theme */
  const setTheme = async (theme) => {
    const { name, file } = themes[theme];
    const on = page.locator(`.monaco-workbench[class*="-themes-${file}-json"]`);
    if ((await on.count()) > 0) return;
    // By way of another: a workbench that started with a theme of its own choice takes the configured one for no change.
    for (const next of ['Monokai', name]) {
      await call(
        (vscode, value) => vscode.workspace.getConfiguration('workbench').update('colorTheme', value, true),
        next,
      );
    }
    await on.waitFor({ timeout: 20_000 });
    await sleep(500); // the view repaints its canvases a frame later
  };
  await setTheme(theme);

  return {
    page,
    call,

    webview,

    /** Opens a file in the visual editor and waits for its graph. @param {string} file */
    async openVisual(file) {
      await call(
        (vscode, name, type) => vscode.commands.executeCommand('vscode.openWith', vscode.Uri.file(name), type),
        file,
        viewType,
      );
      await webview().getByTestId('graph').waitFor({ timeout: 60_000 });
    },

    /**
     * Runs a command by its title, in the palette. The palette lists what may run at the moment it opens: it is opened
     * again until the command is there, since on a slow machine an editor may not be active yet.
     * @param {string} title
     */
    async command(title) {
      const input = page.locator('.quick-input-widget input[type=text]');
      const row = page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
      const until = Date.now() + 60_000;
      for (;;) {
        await page.keyboard.press('F1');
        try {
          await input.waitFor({ timeout: 3_000 });
          await input.fill(`>${title}`);
          await row.click({ timeout: 3_000 });
          return;
        } catch (error) {
          if (Date.now() > until) {
            const listed = await page.locator('.quick-input-list .monaco-list-row').allTextContents();
            throw new Error(`The palette has no ${title}, only: ${listed.join(' · ')}`, { cause: error });
          }
          await page.keyboard.press('Escape');
        }
      }
    },

    /** Leaves only the editors: no side bar, no panel, no notifications. */
    maximise: () =>
      call(async (vscode) => {
        for (const command of ['closeSidebar', 'closePanel', 'closeAuxiliaryBar']) {
          await vscode.commands.executeCommand(`workbench.action.${command}`);
        }
        await vscode.commands.executeCommand('notifications.clearAll');
      }),

    setTheme,

    /** @param {string} file a PNG */
    async screenshot(file) {
      await page.mouse.move(0, 0);
      await page.screenshot({ path: file });
    },

    close: () => page.close(),
  };
}

/**
 * Runs a test module (one that exports `run`) inside the extension host.
 * @param {{ browser: Browser, server: Server, folder: string, tests: string, extension?: string, timeout?: number }} options
 * @returns {Promise<{ code: number | 'timeout', results: import('./inHost/tests.ts').InHostResult[], log: string }>} code 0 where all passed
 */
export async function runInHost({ browser, server, folder, tests, extension = root, timeout = 120_000 }) {
  const page = await localPage(browser, { width: 1280, height: 800 });
  /** @type {string[]} */
  const log = [];
  /** @type {Promise<number>} */
  const exit = new Promise((resolve) => {
    void page.exposeFunction('codeAutomationExit', resolve);
  });
  await page.exposeFunction('codeAutomationLog', (/** @type {string} */ _type, /** @type {unknown[]} */ args) => {
    log.push(args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' '));
  });
  page.on('dialog', (dialog) => void dialog.dismiss());
  await page.goto(
    workbenchUrl(server.host, folder, [
      ['extensionDevelopmentPath', remote(server.host, extension)],
      ['extensionTestsPath', remote(server.host, tests)],
    ]),
  );
  const stopped = new AbortController();
  const code = await Promise.race([
    exit,
    sleep(timeout, /** @type {const} */ ('timeout'), { signal: stopped.signal }).catch(
      () => /** @type {const} */ ('timeout'),
    ),
  ]);
  stopped.abort();
  await page.close();
  const results = existsSync(server.resultsFile) ? JSON.parse(readFileSync(server.resultsFile, 'utf8')) : [];
  return { code, results, log: log.join('\n') };
}
