// Runs beside the one that goes on, marks, and what can be done at the timeline and the learning rate.
import { expect, it } from 'vitest';
import { callsOf, withViews } from './fakeHost/withViews.ts';

const views = withViews();

it('draws what a branch left, names and removes runs, goes to marks, changes lr, runs to where there is nothing yet', async () => {
  const page = await views.open({ tick: 150, last: 200, branched: true });
  const calls = (name: string) => callsOf(page, name);
  await page.getByRole('button', { name: '2 runs' }).click();
  await page.waitForFunction(() =>
    window.fakeHost.watchList.watches.some((watch) => watch.kind === 'losses' && watch.run === 1),
  );
  const second = page.getByRole('textbox', { name: /lr = 0\.01.* from iteration 8/ });
  await second.fill('slow');
  await second.press('Enter');
  await page.locator('.run-list').getByRole('button', { name: 'Write to file' }).click();
  await page.getByRole('button', { name: /^Remove lr = 0\.01/ }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'loss < 0.4' }).click();
  await page.getByTestId('readouts').getByRole('button').click();
  const lr = page.getByTestId('readouts').getByRole('textbox');
  await lr.fill('0.05');
  await lr.press('Enter');
  await page.waitForFunction(() => window.fakeHost.calls.some(({ name }) => name === 'setCell'));
  const track = (await page.locator('.track').boundingBox())!;
  await page.mouse.move(track.x + track.width - 60, track.y + 30);
  await page.locator('.aim').waitFor();
  await page.mouse.down();
  await page.mouse.up();
  await page.waitForFunction(() => window.fakeHost.calls.filter(({ name }) => name === 'seek').length > 1);
  expect(await calls('nameRun')).toEqual([[2, 'slow']]);
  expect(await calls('writeToFile')).toHaveLength(1);
  expect(await calls('removeRun')).toEqual([[2]]);
  expect(await calls('setCell')).toEqual([['lr', [], '0.05']]);
  const seeks = (await calls('seek')) as [number][];
  expect(seeks[0]).toEqual([90]);
  expect(seeks.at(-1)?.[0]).toBeGreaterThan(200);
  expect(await calls('reportError')).toEqual([]);
  await page.context().close();
});
