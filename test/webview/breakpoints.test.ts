// Breakpoints on the graph's cards, in a real browser: set and removed by key, menu and dot.
import { expect, it } from 'vitest';
import { callsOf, withViews } from './fakeHost/withViews.ts';

const views = withViews();

it('a breakpoint is set by F9 and by the menu, shown on its card, and removed by its dot', async () => {
  const page = await views.open({ tick: 3 });
  await page.waitForSelector('.card');
  const dots = page.locator('.card .breakpoint-dot');
  await page.locator('[data-layer=linear2]').focus();
  await page.keyboard.press('F9');
  await page.waitForSelector('[data-layer=linear2] .breakpoint-dot');
  expect(await page.locator('[data-layer=linear2]').getAttribute('aria-label')).toContain('breakpoint');
  await page.locator('[data-layer=relu1]').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Toggle Breakpoint' }).click();
  await page.waitForSelector('[data-layer=relu1] .breakpoint-dot');
  expect(await dots.count()).toBe(2);
  await page.locator('[data-layer=linear2] .breakpoint-dot').click();
  await page.waitForSelector('[data-layer=linear2] .breakpoint-dot', { state: 'detached' });
  expect(await dots.count()).toBe(1);
  expect(await callsOf(page, 'toggleBreakpoint')).toEqual([[2], [1], [2]]);
  await page.context().close();
});
