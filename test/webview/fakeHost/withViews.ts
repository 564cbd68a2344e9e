// A browser for a file of tests: launched before the first, closed after the last; `open` gives a view each time.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import type { FakeHost } from './fakeHost.ts';
import { ViewBrowser, type View } from './openPage.ts';

declare global {
  interface Window {
    fakeHost: FakeHost;
  }
}

export function withViews(): { open(view?: View): Promise<Page> } {
  let browser: ViewBrowser | undefined;
  beforeAll(async () => {
    browser = await ViewBrowser.launch();
  }, 60_000);
  afterAll(() => browser?.close());
  return { open: (view) => browser!.open(view) };
}

/** The arguments of every call of this name so far. */
export function callsOf(page: Page, name: string): Promise<(readonly unknown[])[]> {
  return page.evaluate(
    (wanted) => window.fakeHost.calls.filter((call) => call.name === wanted).map(({ args }) => args),
    name,
  );
}
