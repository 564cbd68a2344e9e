// Samples that are looked at by themselves: of the set, of one's own, those that the network gets wrong.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { View } from './fakeHost/openPage.ts';
import { callsOf, withViews } from './fakeHost/withViews.ts';
import { sketches, sketchNetwork } from './fakeHost/network.ts';

const perIteration = sketchNetwork(sketches.moons).instructions.length;
const views = withViews();

async function opened(view: View): Promise<Page> {
  const page = await views.open(view);
  await page.waitForSelector('[data-testid=app]');
  return page;
}

const watched = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    window.fakeHost.watchList.watches.map((watch) => `${watch.kind} ${'tensor' in watch ? watch.tensor : ''}`),
  );

const noErrors = async (page: Page): Promise<void> => {
  expect(await callsOf(page, 'reportError')).toEqual([]);
  await page.context().close();
};

it('shows any sample of the set in the graph, in the inspector and in numbers, and goes back to the batch', async () => {
  const page = await opened({
    tick: 40 * perIteration,
    state: { panels: ['data'], dataView: 'train', selected: 'linear2', inspectorTab: 'activations' },
  });
  await page.waitForSelector('.in-batch');
  await page.getByRole('radio', { name: 'Show sample 5 in the graph and ƒ (it is in this batch)' }).check();
  const asksFor = (watch: string) =>
    page.waitForFunction(
      (wanted) =>
        window.fakeHost.watchList.watches.some((each) => 'tensor' in each && `${each.kind} ${each.tensor}` === wanted),
      watch,
    );
  await asksFor('histogram relu1.output@train[5]');
  await asksFor('window linear2.output@train[5]');
  expect(await watched(page)).not.toContain('histogram relu1.output');
  // What is learned is the batch's as ever.
  expect(await watched(page)).toContain('histogram relu1.output.grad');
  await page.getByTestId('set-sample').first().getByText('train sample 5, eval mode').waitFor();
  await page.getByRole('tab', { name: 'ƒ' }).click();
  await page.waitForFunction(() =>
    window.fakeHost.watchList.watches.some(
      (watch) => watch.kind === 'calculation' && watch.sample?.row === 5 && watch.at[0] === 0,
    ),
  );
  await page.getByRole('button', { name: 'sample +1' }).click();
  await page.getByTestId('set-sample').first().getByText('train sample 6, eval mode').waitFor();
  // It can be made the point of one's own.
  await page.getByRole('button', { name: 'Edit as your own point' }).click();
  await page.waitForSelector('[data-testid=own-said]');
  await page.getByTestId('set-sample').first().getByText('your own sample, eval mode').waitFor();
  const isOwn = () =>
    page.waitForFunction(() => {
      const { watches, own } = window.fakeHost.watchList;
      const names = watches.flatMap((watch) => ('tensor' in watch ? [watch.tensor] : []));
      return own?.some(({ row, x }) => names.includes(`relu1.output@own[${row}]`) && x[0] === 3);
    });
  await page.locator('.own-fields input').first().fill('3');
  await page.locator('.own-fields input').first().press('Enter');
  await isOwn();
  const shown = page.getByRole('checkbox', { name: 'show it in the graph and ƒ' });
  await shown.uncheck();
  await asksFor('histogram relu1.output');
  await shown.check();
  await isOwn();
  await page.getByRole('button', { name: 'Back to the batch' }).first().click();
  await asksFor('histogram relu1.output');
  expect(await page.getByTestId('set-sample').count()).toBe(0);
  await noErrors(page);
});

it('shows a sample that the network gets wrong', async () => {
  const page = await opened({ tick: 40 * perIteration, state: { panels: ['output'], outputView: 'samples' } });
  const first = page.locator('.sample-table tbody tr').first();
  const row = await first.locator('th').innerText();
  await first.click();
  await page.getByTestId('set-sample').first().getByText(`test sample ${row}, eval mode`).waitFor();
  await page.waitForFunction(
    (name) => window.fakeHost.watchList.watches.some((watch) => 'tensor' in watch && watch.tensor === name),
    `linear3.output@test[${row}]`,
  );
  await noErrors(page);
});
