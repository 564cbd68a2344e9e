// The view in a real browser, against a fake host.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Watch } from '../../src/protocol/watch.ts';
import type { View } from './fakeHost/openPage.ts';
import { callsOf, withViews } from './fakeHost/withViews.ts';
import { sketches, sketchNetwork } from './fakeHost/network.ts';

const perIteration = sketchNetwork(sketches.moons).instructions.length;
const views = withViews();

async function opened(view: View = {}): Promise<Page> {
  const page = await views.open(view);
  await page.waitForSelector(view.network === '' ? '[data-testid=empty]' : '[data-testid=app]');
  return page;
}

const watches = (page: Page): Promise<readonly Watch[]> => page.evaluate(() => window.fakeHost.watchList.watches);

const watched = async (page: Page): Promise<Set<string>> =>
  new Set((await watches(page)).map((watch) => `${watch.kind} ${'tensor' in watch ? watch.tensor : ''}`.trim()));

const noErrors = async (page: Page): Promise<void> => {
  expect(await callsOf(page, 'reportError')).toEqual([]);
  await page.context().close();
};

describe('the view', () => {
  it('keeps the focus on a card that becomes part of a column of neurons, and back', async () => {
    const page = await opened({ tick: 20 * perIteration });
    await page.locator('[data-layer=relu1]').focus();
    for (const kind of ['.card.neurons', '.card:not(.neurons)']) {
      await page.keyboard.press('n');
      await page.waitForFunction((selector) => document.activeElement?.matches(selector), kind);
    }
    await noErrors(page);
  });

  it('shows every card with its name, type and numbers', async () => {
    const page = await opened({ tick: 20 * perIteration });
    const names = await page
      .locator('.card')
      .evaluateAll((cards) => cards.map((card) => card.getAttribute('data-layer')));
    expect(names).toEqual(['data', 'linear1', 'relu1', 'linear2', 'relu2', 'linear3', 'sigmoid', 'loss']);
    expect(await page.locator('[data-layer=linear2]').innerText()).toContain('272 params');
    expect(await page.locator('.title').innerText()).toContain('2 → 16 → 16 → 1 · 337 parameters · seed 42');
    await page.waitForFunction(() => document.querySelector('.readouts')?.textContent?.includes('20'));
    await noErrors(page);
  });

  it('asks for what is on the screen and nothing else', async () => {
    const page = await opened({ tick: 5, state: { panels: ['depth'], selected: 'linear2' } });
    await page.waitForFunction(() => window.fakeHost.watchList.watches.length > 20);
    const before = await watched(page);
    for (const wanted of [
      'window linear1.weight',
      'histogram relu1.output',
      'histogram relu1.output.grad',
      'points',
      'losses',
      'metrics',
      'logHistogram linear3.output',
    ])
      expect(before).toContain(wanted);
    expect(before).not.toContain('boundary');
    expect(before).not.toContain('histogram linear2.output.update');
    await page.getByRole('button', { name: 'Output', exact: true }).click();
    await page.getByRole('button', { name: 'Through depth', exact: true }).click();
    await page.waitForFunction(() => window.fakeHost.watchList.watches.some(({ kind }) => kind === 'boundary'));
    await page.waitForFunction(() => !window.fakeHost.watchList.watches.some(({ kind }) => kind === 'logHistogram'));
    await noErrors(page);
  });

  it('mounts only the cards in sight of a thousand, and asks only for theirs', async () => {
    const page = await opened({ network: 'thousand', tick: 5 });
    await page.waitForSelector('.card');
    expect(await page.locator('.card').count()).toBeLessThan(60);
    expect((await watches(page)).length).toBeLessThan(400);
    await page.locator('.card').first().focus();
    await page.keyboard.press('f');
    await page.waitForSelector('.graph-map canvas');
    expect(await page.locator('.card').count()).toBe(1);
    await page.waitForFunction(
      () =>
        !window.fakeHost.watchList.watches.some(
          (watch) => 'tensor' in watch && watch.tensor === 'tanh9.output.grad' && watch.kind === 'histogram',
        ),
    );
    await noErrors(page);
  });

  it('walks the cards by keyboard, opens their details, pins one', async () => {
    const page = await opened({ tick: 40 });
    await page.locator('[data-layer=data]').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-layer'))).toBe('sigmoid');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Space');
    await page.waitForSelector('[data-testid=hover-card]');
    await page.waitForFunction(() =>
      window.fakeHost.watchList.watches.some((watch) => 'tensor' in watch && watch.tensor === 'linear3.weight.update'),
    );
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-testid=hover-card]', { state: 'detached' });
    await page.keyboard.press('o');
    expect(await page.locator('[data-testid=hover-card]').innerText()).toContain('linear3 → sigmoid');
    await page.keyboard.press('Enter');
    expect(await page.locator('[data-testid=inspector] header b').innerText()).toBe('linear3');
    expect((await callsOf(page, 'selectLayer')).at(-1)).toEqual([4]);
    await noErrors(page);
  });

  it('opens a card over a hovered layer and keeps it while the pointer is in it', async () => {
    const page = await opened({ tick: 40 });
    await page.hover('[data-layer=linear2]');
    const card = page.locator('[data-testid=hover-card]');
    await card.waitFor();
    const map = await card.locator('.map').boundingBox();
    await page.mouse.move(map!.x + 20, map!.y + 20);
    await page.waitForTimeout(400);
    await page.waitForFunction(() =>
      document.querySelector('[data-testid=hover-card] .cell')?.textContent?.includes('Δw'),
    );
    expect(await card.locator('.cell').innerText()).toMatch(/w\[\d+, \d+\] = [−\d.]+\s+∂L\/∂w = .+\s+Δw = /);
    await page.mouse.move(5, 500);
    await card.waitFor({ state: 'detached' });
    await noErrors(page);
  });

  it('seeks by dragging the playhead, only as far as is known', async () => {
    const page = await opened({ tick: 40 * perIteration, last: 100 * perIteration });
    const track = await page.locator('.track').boundingBox();
    const x = (iteration: number): number => track!.x + 60 + (iteration / 100) * (track!.width - 78);
    await page.mouse.move(x(40), track!.y + 30);
    await page.mouse.down();
    await page.mouse.move(x(60), track!.y + 30, { steps: 4 });
    await page.mouse.move(x(20), track!.y + 30, { steps: 4 });
    await page.mouse.up();
    await page.waitForFunction(
      (tick) => window.fakeHost.calls.filter(({ name }) => name === 'seek').at(-1)?.args[0] === tick,
      20 * perIteration,
    );
    await page.waitForFunction(() => document.querySelector('.readouts dd')?.textContent === '20');
    await page.locator('.playhead').focus();
    await page.keyboard.press('End');
    await page.waitForFunction(() => document.querySelector('.readouts dd')?.textContent === '100');
    await page.keyboard.press('ArrowLeft');
    expect(await callsOf(page, 'back')).toHaveLength(1);
    await noErrors(page);
  });

  it('steps, runs and chooses sizes by the toolbar', async () => {
    const page = await opened();
    await page.getByRole('radio', { name: 'Operation' }).check();
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await page.waitForSelector('[data-layer=data].forward');
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    expect(await page.locator('[data-layer=linear1] .badge').innerText()).toBe('forward ▶');
    expect(await page.locator('[data-testid=instruction]').innerText()).toContain('z = x·Wᵀ + b');
    await page.getByRole('slider', { name: 'speed' }).fill('13');
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByRole('button', { name: 'Pause' }).click();
    expect((await callsOf(page, 'setSpeed')).at(-1)).toEqual([0]);
    expect(await callsOf(page, 'toggleRun')).toHaveLength(2);
    await noErrors(page);
  });

  it('says painted after a frame is on the screen', async () => {
    const page = await opened({ tick: 5 });
    await page.waitForFunction(() => window.fakeHost.calls.some(({ name }) => name === 'painted'));
    const order = await page.evaluate(() => window.fakeHost.calls.map(({ name }) => name));
    expect(order.indexOf('start')).toBeLessThan(order.indexOf('watch'));
    expect(order.indexOf('watch')).toBeLessThan(order.indexOf('painted'));
    await noErrors(page);
  });

  it('lists mistakes, leads to their place and dims the last good graph', async () => {
    const page = await opened({ error: true });
    await page.getByRole('button', { name: 'Line 17' }).click();
    expect(await callsOf(page, 'revealOffset')).toEqual([[305]]);
    expect(await page.locator('[data-testid=graph]').getAttribute('class')).toContain('dimmed');
    await noErrors(page);
    const empty = await opened({ network: '', error: true });
    expect(await empty.locator('[data-testid=errors] li').count()).toBe(2);
    await noErrors(empty);
  });

  it('offers templates where the file is empty, and tells of no mistake', async () => {
    const page = await opened({ network: '', error: true });
    await page.evaluate(() => {
      const empty = { severity: 'error', code: 'empty-file', message: 'The file is empty.' } as const;
      window.fakeHost.view.network(undefined, [{ ...empty, line: 1, column: 1, start: 0 }]);
    });
    await page.getByRole('button', { name: 'Choose a Template…' }).click();
    expect(await callsOf(page, 'fillFromTemplate')).toHaveLength(1);
    expect(await page.getByTestId('errors').count()).toBe(0);
    await noErrors(page);
  });

  it('shows what is wrong on cards, in the inspector and on the timeline, and how to mend it', async () => {
    const page = await opened({ ill: true, tick: 40 * perIteration, state: { selected: 'relu2' } });
    expect(await page.locator('[data-layer=relu2] .ailment').innerText()).toBe('▲ Dead ReLU units');
    expect(await page.locator('[data-layer=linear1] .fine').count()).toBe(1);
    expect(await page.locator('.edge.ill-forward [data-ill=dead-relu]').count()).toBe(1);
    const callout = page.locator('[data-testid=findings]');
    expect(await callout.innerText()).toContain('9 of 16 units');
    await callout.getByRole('button', { name: /LeakyReLU/ }).click();
    await callout.getByRole('button', { name: 'Why: Dead ReLU units' }).click();
    expect(await callsOf(page, 'applyFix')).toEqual([['dead-relu', 3, 1]]);
    expect(await callsOf(page, 'explain')).toEqual([['dead-relu']]);
    expect(await page.locator('.mark').count()).toBe(1);
    await page.locator('.mark').click();
    expect((await callsOf(page, 'seek')).at(-1)).toEqual([12 * perIteration]);
    await page.evaluate(() => window.fakeHost.view.health([]));
    await page.waitForSelector('[data-testid=findings]', { state: 'detached' });
    expect(await page.locator('[data-ill]').count()).toBe(0);
    await noErrors(page);
  });

  it('takes a neuron apart, and each number leads to its cell', async () => {
    const page = await opened({
      tick: 40 * perIteration,
      state: { selected: 'linear2', inspectorTab: 'neuron', panels: ['data'] },
    });
    await page.waitForSelector('.terms tfoot');
    await page.getByRole('spinbutton', { name: 'unit' }).fill('7');
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'Sample 3, shown by ƒ' }).check();
    await page.waitForFunction(() =>
      window.fakeHost.watchList.watches.some(
        (watch) => watch.kind === 'calculation' && watch.at[0] === 3 && watch.at[1] === 7,
      ),
    );
    const weight = page.locator('.inspector .terms').first().getByRole('button', { name: /^w7,/ }).first();
    await weight.waitFor();
    const column = /^w7,(\d+)/.exec((await weight.getAttribute('aria-label')) ?? '')?.[1];
    await weight.click();
    expect(await page.getByRole('tab', { name: 'Weights' }).getAttribute('aria-selected')).toBe('true');
    await page.waitForFunction(() => document.querySelector('.cell')?.textContent?.includes('w[7'));
    expect(await page.locator('.cell').innerText()).toContain(`w[7, ${column}] = `);
    await page.getByRole('tab', { name: 'ƒ' }).click();
    await page
      .locator('.inspector')
      .getByRole('button', { name: /^x0 = / })
      .first()
      .click();
    expect(await page.locator('[data-testid=inspector] header b').innerText()).toBe('relu1');
    await page.waitForFunction(() => document.querySelector('.cell')?.textContent?.includes('a[3, 0]'));
    await noErrors(page);
  });

  it('shows updates and what the optimizer remembers', async () => {
    const page = await opened({
      tick: 40 * perIteration,
      state: { selected: 'linear2', inspectorTab: 'update', panels: [] },
    });
    await page.waitForFunction(() =>
      ['linear2.weight.update', 'linear2.weight.momentum_buffer'].every((tensor) =>
        window.fakeHost.watchList.watches.some((watch) => watch.kind === 'window' && watch.tensor === tensor),
      ),
    );
    await page.locator('.inspector').getByText('bias', { exact: true }).click();
    await page.waitForFunction(() =>
      window.fakeHost.watchList.watches.some((watch) => 'tensor' in watch && watch.tensor === 'linear2.bias.update'),
    );
    await noErrors(page);
  });

  it('copies and saves the shown tensor', async () => {
    const page = await opened({ tick: 40, state: { selected: 'linear1' } });
    await page.getByRole('button', { name: 'CSV' }).click();
    const whole = { tensor: 'linear1.weight', slice: null };
    await page.waitForFunction(() => window.fakeHost.calls.some(({ name }) => name === 'copyTensor'));
    expect(await callsOf(page, 'copyTensor')).toEqual([[whole, 'csv']]);
    await page.getByRole('button', { name: 'Save .npy' }).click();
    expect(await callsOf(page, 'saveTensor')).toEqual([[whole]]);
    await noErrors(page);
  });

  it('repaints in the colours of another theme', async () => {
    const page = await opened({ tick: 40 });
    await page.waitForFunction(() => window.fakeHost.calls.some(({ name }) => name === 'painted'));
    const middle = (): Promise<number[]> =>
      page.evaluate(() => {
        const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=panel-output] canvas');
        const pixel = canvas?.getContext('2d')?.getImageData(8, canvas.height - 30, 1, 1).data;
        return Array.from(pixel ?? []);
      });
    const dark = await middle();
    await page.evaluate(() => document.documentElement.style.setProperty('--vscode-editor-background', '#ffffff'));
    await page.waitForTimeout(200);
    const light = await middle();
    expect(light[0] + light[1] + light[2]).toBeGreaterThan(dark[0] + dark[1] + dark[2] + 60);
    await noErrors(page);
  });

  it('gives every control a name and every picture a summary', async () => {
    const page = await opened({ tick: 40, state: { panels: ['depth', 'curves', 'output'], selected: 'linear2' } });
    await page.waitForSelector('[data-testid=panel-output] canvas');
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll('button, input, select, [role=slider], [role=separator], [role=img], [role=tab]')]
        .filter((element) => {
          const label =
            element.getAttribute('aria-label') ?? element.getAttribute('title') ?? element.textContent ?? '';
          return label.trim() === '' && !element.closest('label')?.textContent?.trim();
        })
        .map(({ outerHTML }) => outerHTML.slice(0, 120)),
    );
    expect(nameless).toEqual([]);
    await noErrors(page);
  });

  it.each([
    [1440, 900],
    [900, 700],
    [700, 700],
    [420, 640],
  ])('fits into %i × %i: nothing sticks out of the window', async (width, height) => {
    const page = await opened({ tick: 40, width, height });
    const out = await page.evaluate(() =>
      [
        ...document.querySelectorAll(
          '.toolbar button, .toolbar dd, .toolbar select, .graph-buttons button, .toggles button, .playhead',
        ),
      ]
        .filter((element) => {
          const { left, right, top, bottom, width: wide } = element.getBoundingClientRect();
          return wide > 0 && (left < 0 || top < 0 || right > innerWidth + 1 || bottom > innerHeight + 1);
        })
        .map(({ outerHTML }) => outerHTML.slice(0, 100)),
    );
    expect(out).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await noErrors(page);
  });

  it('keeps F5, F10 and F11 from the browser', async () => {
    const page = await opened();
    const kept = await page.evaluate(() =>
      ['F5', 'F10', 'F11', 'F3'].map(
        (key) => !document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })),
      ),
    );
    expect(kept).toEqual([true, true, true, false]);
    await noErrors(page);
  });

  it('resizes by its splitters and remembers it', async () => {
    const page = await opened({ tick: 5 });
    await page.getByRole('separator', { name: 'Width of the inspector' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(() => window.fakeHost.calls.some(({ name }) => name === 'saveState'));
    expect((await callsOf(page, 'saveState')).at(-1)).toEqual([expect.objectContaining({ inspectorWidth: 387 })]);
    await noErrors(page);
  });
});
