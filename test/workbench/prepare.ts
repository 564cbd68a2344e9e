// Before the workbench tests: a Chromium, the VS Code server, Backstep built, and the in-host suite bundled.
import { build } from '../../esbuild.mjs';
import { ensureChromium } from './browser.mjs';
import { bundleInHostSuite } from './inHostBundle.mjs';
import { setup as setupServer } from './setup.mjs';

export async function setup(): Promise<void> {
  ensureChromium();
  await setupServer();
  await build();
  await bundleInHostSuite();
}
