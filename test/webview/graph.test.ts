// The graph in a real browser, against a fake host: folding, the map from far away, running to a card.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ViewBrowser, type View } from './fakeHost/openPage.ts';
import { sketches, sketchNetwork } from './fakeHost/network.ts';

const perIteration = sketchNetwork(sketches.moons).instructions.length;
let browser: ViewBrowser;

beforeAll(async () => {
  browser = await ViewBrowser.launch();
}, 60_000);
afterAll(() => browser?.close());

async function opened(view: View): Promise<Page> {
  const page = await browser.open(view);
  await page.waitForSelector('.card');
  return page;
}

const calls = (page: Page, name: string): Promise<(readonly unknown[])[]> =>
  page.evaluate((wanted) => window.fakeHost.calls.filter((call) => call.name === wanted).map(({ args }) => args), name);

const names = (page: Page): Promise<(string | null)[]> =>
  page.locator('.card').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-layer')));

async function close(page: Page): Promise<void> {
  expect(await calls(page, 'reportError')).toEqual([]);
  await page.context().close();
}

describe('the graph', () => {
  it('lays branches out in a worker', async () => {
    const page = await opened({ network: 'skip', tick: 3 });
    expect(await names(page)).toEqual([
      'data',
      'linear1',
      'relu1',
      'linear2',
      'relu2',
      'add',
      'linear3',
      'sigmoid',
      'loss',
    ]);
    expect(await page.locator('.edge').count()).toBe(9);
    await close(page);
  });

  it('folds and unfolds a Repeat by its tab and by keyboard, and remembers it', async () => {
    const page = await opened({ network: 'blocks', tick: 3 });
    expect(await names(page)).toHaveLength(13);
    await page.getByRole('button', { name: 'Fold block' }).first().click();
    await page.waitForFunction(() => document.querySelectorAll('.card').length === 5);
    expect(await page.locator('.card.block').innerText()).toContain('block × 3');
    await page.waitForFunction(() =>
      window.fakeHost.calls.some(
        ({ name, args }) => name === 'saveState' && JSON.stringify(args).includes('"blocks":["+block"]'),
      ),
    );
    await page.locator('.card.block').focus();
    await page.keyboard.press('b');
    await page.waitForFunction(() => document.querySelectorAll('.card').length === 13);
    await close(page);
  });

  it('runs to a card by key and by its menu, forward and on the way back', async () => {
    const page = await opened({ tick: 0 });
    await page.locator('[data-layer=linear2]').focus();
    await page.keyboard.press('r');
    await page.waitForSelector('[data-layer=linear2].forward');
    expect((await calls(page, 'seek')).at(-1)).toEqual([4]);
    await page.keyboard.press('Shift+R');
    await page.waitForSelector('[data-layer=linear2].backward');
    await page.locator('[data-layer=relu1]').click({ button: 'right' });
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menuitem');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-layer=relu1].forward');
    expect((await calls(page, 'seek')).at(-1)).toEqual([perIteration + 3]);
    await page.waitForSelector('[role=menu]', { state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-layer'))).toBe('relu1');
    await close(page);
  });

  it('chooses and describes a box on the map from far away', async () => {
    const page = await opened({ network: 'thousand', tick: 5 });
    await page.waitForSelector('[data-testid=minimap]');
    await page.locator('.card').first().focus();
    await page.keyboard.press('f');
    await page.waitForSelector('.graph-map canvas');
    await page.waitForSelector('[data-testid=minimap]', { state: 'detached' });
    const graph = (await page.locator('[data-testid=graph]').boundingBox())!;
    // The second move is within the first box: its card opens after a moment.
    await page.mouse.move(graph.x + 40, graph.y + 34);
    await page.mouse.move(graph.x + 41, graph.y + 35);
    await page.waitForSelector('[data-testid=hover-card]');
    await page.mouse.click(graph.x + 41, graph.y + 35);
    await page.waitForFunction(() => document.querySelector('.tabs b')?.textContent === 'linear1');
    await close(page);
  });
});
