// The graph in a real browser, against a fake host: folding, the map from far away, running to a card.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { View } from './fakeHost/openPage.ts';
import { callsOf, withViews } from './fakeHost/withViews.ts';
import { sketches, sketchNetwork } from './fakeHost/network.ts';

const perIteration = sketchNetwork(sketches.moons).instructions.length;
const views = withViews();

async function opened(view: View): Promise<Page> {
  const page = await views.open(view);
  page.setDefaultTimeout(15_000);
  await page.waitForSelector('.card');
  return page;
}

const names = (page: Page): Promise<(string | null)[]> =>
  page.locator('.card').evaluateAll((cards) => cards.map((card) => card.getAttribute('data-layer')));

async function close(page: Page): Promise<void> {
  expect(await callsOf(page, 'reportError')).toEqual([]);
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

  it('goes on fitting itself in another window after it has followed what is executed', async () => {
    const page = await opened({ width: 700, height: 560, tick: 0 });
    await page.locator('select.sizes').selectOption('operation');
    for (let i = 0; i < 8; i++) await page.getByRole('button', { name: 'Step', exact: true }).click();
    await page.waitForSelector('[data-layer=loss].forward');
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.waitForFunction(() => {
      const graph = document.querySelector('[data-testid=graph]')!.getBoundingClientRect();
      const cards = [...document.querySelectorAll('.card')].map((card) => card.getBoundingClientRect());
      return cards.length === 8 && cards.every(({ top, bottom }) => top > graph.top && bottom < graph.bottom);
    });
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
    expect((await callsOf(page, 'seek')).at(-1)).toEqual([4]);
    await page.keyboard.press('Shift+R');
    await page.waitForSelector('[data-layer=linear2].backward');
    await page.locator('[data-layer=relu1]').click({ button: 'right' });
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menuitem');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-layer=relu1].forward');
    expect((await callsOf(page, 'seek')).at(-1)).toEqual([perIteration + 3]);
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
    // Beside the only card that a map has, the data's: the second move is within the first layer's box.
    const data = (await page.locator('.card').boundingBox())!;
    const [x, y] = [data.x + data.width * 1.8, data.y + data.height / 2];
    await page.mouse.move(x - 1, y);
    await page.mouse.move(x, y);
    await page.waitForSelector('[data-testid=hover-card]');
    await page.mouse.click(x, y);
    await page.waitForFunction(() =>
      window.fakeHost.calls.some(({ name, args }) => name === 'selectLayer' && args[0] === 0),
    );
    await close(page);
  });

  it('draws neurons with their maps and links, tells a link and changes its weight', async () => {
    const page = await opened({ tick: 40 * perIteration, state: { selected: 'linear1' } });
    await page.getByRole('button', { name: 'Neurons (N)' }).click();
    await page.waitForSelector('.tiles canvas');
    expect(await names(page)).toEqual(['data', 'linear1', 'linear2', 'linear3', 'loss']);
    await page.waitForFunction(() =>
      ['relu1', 'relu2', 'sigmoid'].every((layer) =>
        window.fakeHost.watchList.watches.some((watch) => watch.kind === 'unitMaps' && watch.layer === layer),
      ),
    );
    await page.locator('.graph-foot').getByText('gradient').click();
    await page.waitForFunction(() =>
      window.fakeHost.watchList.watches.some(
        (watch) => watch.kind === 'window' && watch.tensor === 'linear3.weight.grad',
      ),
    );
    // The first link of the last layer leaves the first neuron's tile.
    const field = (await page.locator('.links').nth(2).boundingBox())!;
    const tile = (await page.locator('[data-layer=linear2] .tiles').boundingBox())!;
    const at = [field.x + 4, tile.y + tile.height / 32] as const;
    await page.mouse.move(at[0], at[1]);
    await page.waitForSelector('[data-testid=link-card]');
    expect(await page.locator('[data-testid=link-card]').innerText()).toContain('w[0, 0]');
    await page.mouse.click(at[0], at[1]);
    await page.locator('[data-testid=link-card] input').fill('0.5');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.fakeHost.calls.some(({ name }) => name === 'setCell'));
    expect((await callsOf(page, 'setCell')).at(-1)).toEqual(['linear3.weight', [0, 0], '0.5']);
    // The same by keyboard: along the links, into the field and back to the link.
    await page.locator('.links').nth(1).focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await page.locator('[data-testid=link-card] input').fill('0.25');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.fakeHost.calls.filter(({ name }) => name === 'setCell').length > 1);
    expect((await callsOf(page, 'setCell')).at(-1)).toEqual(['linear2.weight', [1, 1], '0.25']);
    await page.waitForFunction(() => document.activeElement?.classList.contains('links'));
    expect(await page.locator('[data-testid=link-card]').innerText()).toContain('w[1, 1]');
    await close(page);
  });
});
