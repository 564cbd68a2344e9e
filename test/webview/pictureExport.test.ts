// Pictures of panels taken in a real browser: what is on the screen is in the SVG, as vectors and text; the PNG is one.
import { expect, it } from 'vitest';
import { callsOf, withViews } from './fakeHost/withViews.ts';
import { sketches, sketchNetwork } from './fakeHost/network.ts';

const perIteration = sketchNetwork(sketches.moons).instructions.length;
const views = withViews();

it('takes a panel as SVG to the clipboard and as PNG to a file', async () => {
  const page = await views.open({ tick: 20 * perIteration, state: { panels: ['depth', 'data'] } });
  await page.getByTestId('panel-depth').locator('canvas').nth(2).waitFor();
  await page.getByTestId('panel-data').getByRole('cell').first().waitFor();
  const take = async (panel: string, choice: string) => {
    await page
      .getByTestId(`panel-${panel}`)
      .getByRole('button', { name: /^Picture of/ })
      .click();
    await page.getByRole('menuitem', { name: choice }).click();
  };
  const calls = (name: string) => callsOf(page, name);
  await take('depth', 'Copy as SVG');
  await page.waitForFunction(() => window.fakeHost.calls.some(({ name }) => name === 'copyText'));
  await page.getByRole('status').getByText('The picture is on the clipboard.').waitFor();
  const [[depth]] = (await calls('copyText')) as [[string]];
  expect(depth).toMatch(/^<svg xmlns/);
  for (const layer of ['linear1', 'relu1', 'sigmoid']) expect(depth).toContain(`>${layer}</text>`);
  expect(depth.match(/<path /g)!.length).toBeGreaterThan(30);
  expect(depth).not.toContain('<image');
  await take('data', 'Copy as SVG');
  await page.waitForFunction(() => window.fakeHost.calls.filter(({ name }) => name === 'copyText').length === 2);
  const table = (await calls('copyText'))[1][0] as string;
  expect(table).toContain('>target</text>');
  // A second copy is told as long as the first, and one that the browser refuses is told too.
  await page.getByTestId('panel-data').locator('.codicon-check').waitFor();
  await page.evaluate(() => {
    navigator.clipboard.write = () => Promise.reject(new Error('no focus'));
  });
  await take('depth', 'Copy as PNG');
  await page.getByTestId('panel-depth').locator('.codicon-warning').waitFor();
  await take('depth', 'Save as PNG…');
  await page.waitForFunction(() => window.fakeHost.calls.some(({ name }) => name === 'savePicture'));
  const saved = await page.evaluate(() => {
    const [name, form, bytes] = window.fakeHost.calls.find((call) => call.name === 'savePicture')!.args;
    return { name, form, head: [...new Uint8Array(bytes as ArrayBuffer).subarray(0, 4)] };
  });
  expect(saved).toEqual({ name: 'Through depth', form: 'png', head: [0x89, 0x50, 0x4e, 0x47] });
  expect(await calls('reportError')).toEqual([]);
  await page.context().close();
});
