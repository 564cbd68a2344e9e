// What axe finds in the view: nothing serious, in each theme, with every panel and tab on the screen.
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { panels } from '../../webview/panels/panels.ts';
import { withViews } from './fakeHost/withViews.ts';
import { sketches, sketchNetwork } from './fakeHost/network.ts';

const tick = 20 * sketchNetwork(sketches.moons).instructions.length;
const ids = panels.map(({ id }) => id);
const views = withViews();

/** One line for each serious fault: its rule, and the elements. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
    );
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}

it.each(['dark', 'light', 'hcDark', 'hcLight'] as const)(
  'nothing serious in the theme %s',
  async (theme) => {
    for (const [i] of ids.entries()) {
      const view = { theme, tick, ill: true, state: { panels: ids.slice(i, i + 2), selected: 'linear2' } };
      const page = await views.open(view);
      await page.waitForSelector('[data-testid=app] canvas');
      const tabs = page.getByRole('tab');
      for (let tab = 0; tab < (i === 0 ? await tabs.count() : 1); tab++) {
        await tabs.nth(tab).click();
        await page.evaluate(
          () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
        );
        expect(await faults(page), `panels ${ids.slice(i, i + 2).join()}, tab ${tab}`).toEqual([]);
      }
      await page.context().close();
    }
  },
  180_000,
);

/** What only a choice brings up: the state it begins with, the clicks, what is there then. */
const corners = [
  ['neurons', { neurons: true, selected: 'linear2', panels: ['data'], dataView: 'own' }, [], '.links'],
  ['a comparison', { panels: ['compare'] }, ['.compare .bar .button'], '.variant'],
  [
    'learning rates',
    { panels: ['compare'] },
    ['.compare .segment label:nth-child(3)', '.compare .bar .button'],
    '.overview',
  ],
  [
    'a loss surface of two weights',
    { panels: ['surface'] },
    ['.surface .segment label:nth-child(3)'],
    '.surface canvas',
  ],
  [
    'the test part',
    { panels: ['data'], dataView: 'test' },
    ['.batch-table tbody tr.chosen, .batch-table tbody tr:nth-child(2)'],
    '.set-sample',
  ],
  ['a confusion matrix', { panels: ['output'], outputView: 'confusion' }, [], '.confusion .pairs'],
  ['the worst samples', { panels: ['output'], outputView: 'samples' }, [], '.sample-table'],
  ['a menu of pictures', { panels: ['curves'] }, ['.inspector .picture-actions button'], '[role=menu]'],
] as const;

it.each(['dark', 'light', 'hcDark', 'hcLight'] as const)(
  'nothing serious in the corners, in the theme %s',
  async (theme) => {
    for (const [name, state, clicks, shown] of corners) {
      const page = await views.open({ theme, tick, state });
      page.setDefaultTimeout(15_000);
      await page.waitForSelector('[data-testid=app] canvas');
      for (const click of clicks) await page.locator(click).first().click();
      await page.waitForSelector(shown);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
      expect(await faults(page), name).toEqual([]);
      await page.context().close();
    }
  },
  180_000,
);

it.each([
  ['an empty view', { network: '' }],
  ['trouble', { trouble: 'The engine crashed.', tick }],
  ['a mistake', { error: true }],
  ['a narrow view', { width: 700, height: 700, tick }],
] as const)(
  'nothing serious in %s',
  async (_, view) => {
    const page = await views.open(view);
    await page.waitForSelector(view && 'network' in view ? '[data-testid=empty]' : '[data-testid=app]');
    expect(await faults(page)).toEqual([]);
    await page.context().close();
  },
  60_000,
);
