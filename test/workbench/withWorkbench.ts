// A real VS Code for the tests of one file: a server, a browser and a workbench on a copy of the examples, opened before
// the first test and gone after the last.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from './browser.mjs';
import { copyExamples, openWorkbench, startServer } from './harness.mjs';
import type { Server, Workbench } from './harness.mjs';

export interface VsCode {
  server: Server;
  browser: Browser;
  workbench: Workbench;
  /** The copy of media/examples that is open; tests may write into it. */
  folder: string;
}

/** Call it at a test file's top; the fields are there once the tests run. */
export function withWorkbench(settings: Record<string, unknown> = {}): VsCode {
  const vsCode: Partial<VsCode> = {};
  beforeAll(async () => {
    const server = (vsCode.server = await startServer({ settings }));
    const folder = (vsCode.folder = copyExamples(server));
    const browser = (vsCode.browser = await launchBrowser());
    vsCode.workbench = await openWorkbench({ browser, server, folder });
  });
  afterAll(async () => {
    await vsCode.browser?.close();
    await vsCode.server?.stop();
  });
  return vsCode as VsCode;
}
