// Thresholds as settings: documented as the checks' records say, read as the user means them, and heeded.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { healthChecks, runChecks } from '../../src/machine/health/checks.ts';
import { networkFacts } from '../../src/machine/health/facts.ts';
import { settingsFor } from '../../src/machine/health/ignored.ts';
import { HealthMonitor } from '../../src/machine/health/monitor.ts';
import { healthDiagnostics } from '../../src/machine/health/report.ts';
import {
  healthConfiguration,
  healthPage,
  readHealthSettings,
  settingName,
  unknownHealthSettings,
} from '../../src/machine/health/settings.ts';
import { readNetwork } from '../../src/machine/readNetwork.ts';
import { shippedFiles } from '../data/files.ts';
import { openMachine } from '../support/openMachine.ts';

const root = path.join(import.meta.dirname, '../..');
const textOf = (file: string) => readFileSync(path.join(root, file), 'utf8');
const fault = (name: string) => textOf(`test/health/faults/${name}.nn.json`);
const manifest = JSON.parse(textOf('package.json')) as {
  contributes: { configuration: { id: string; properties: Record<string, { default: Record<string, unknown> }> }[] };
};
const { properties } = manifest.contributes.configuration.find(({ id }) => id === 'health')!;

describe.each(healthChecks)('$code', ({ code, thresholds }) => {
  test('has a setting with each of its thresholds as it is by default', () => {
    const { default: standard } = properties[settingName(code)];
    const own = Object.entries(thresholds).map(([name, one]) => [name, one.default]);
    expect(standard).toEqual({ enabled: true, ...Object.fromEntries(own) });
  });

  test('has a page that names its setting and its thresholds as they are', () => {
    const page = textOf(`media/health/${code}.md`);
    expect(page).toBe(healthPage(page, code));
    expect(page).toContain(settingName(code));
  });
});

test('the manifest says what the records say, and no more', () => {
  const made = healthConfiguration();
  const texts = JSON.parse(textOf('package.nls.json')) as Record<string, string>;
  expect(properties).toEqual(made.properties);
  expect(texts).toMatchObject(made.messages);
  expect(Object.keys(texts).filter((key) => key.startsWith('setting.health.') && !(key in made.messages))).toEqual([]);
});

test('what a user sets is read; what means nothing is not', () => {
  const read = readHealthSettings({
    'backstep.health.deadRelu': { enabled: true, share: 0.7, half: 0.5, nearlyAll: 'many' },
    'backstep.health.hiddenSigmoid': { enabled: false },
    'backstep.health.wideInit': 5,
    'backstep.health.sigmoidStack': { layers: 5 },
  });
  expect(read).toEqual({ 'dead-relu': { share: 0.7 }, 'hidden-sigmoid': false });
});

test('names that no check has are told', () => {
  const file = {
    'backstep.health.deadRelus': {},
    'backstep.health.wideInit': { spread: 5, breadth: 1 },
    'editor.a': 1,
  };
  expect(unknownHealthSettings(file)).toEqual(['backstep.health.deadRelus', 'backstep.health.wideInit.breadth']);
});

describe('checks of the file', () => {
  const codesOf = async (text: string, settings = {}) => {
    const { network } = await readNetwork(text, shippedFiles);
    return healthDiagnostics(network!, text, settings).map(({ code }) => code);
  };

  test('heed a threshold', async () => {
    const text = fault('sigmoid-stack');
    expect(await codesOf(text)).toContain('sigmoid-stack');
    expect(await codesOf(text, { 'sigmoid-stack': { layers: 50 } })).not.toContain('sigmoid-stack');
  });

  test('can be turned off, by setting and by a comment in the file', async () => {
    const text = fault('sigmoid-stack');
    expect(await codesOf(text, { 'sigmoid-stack': false })).not.toContain('sigmoid-stack');
    const ignoring = text.replace('{', '{ // backstep-ignore sigmoid-stack, hidden-sigmoid\n');
    expect(await codesOf(ignoring)).not.toContain('sigmoid-stack');
    expect(await codesOf(text.replace('"seed"', '"name": "backstep-ignore sigmoid-stack", "seed"'))).toContain(
      'sigmoid-stack',
    );
  });

  test('a comment wins over settings', () => {
    const settings = { 'dead-relu': { share: 0.2 } };
    expect(settingsFor('/* backstep-ignore: dead-relu */ {}', settings)).toEqual({ 'dead-relu': false });
    expect(settingsFor('{}', settings)).toBe(settings);
  });
});

test('a run is judged anew when its settings change, also for what is past', async () => {
  const machine = await openMachine(fault('rate-low-far'));
  const { length } = machine.program.instructions;
  const monitor = new HealthMonitor(machine);
  const codes = () => monitor.findings().map(({ code }) => code);
  monitor.advanceTo(1400 * length);
  expect(codes()).toContain('updates-too-small');
  monitor.judgeBy({ 'updates-too-small': false });
  expect(codes()).not.toContain('updates-too-small');
  monitor.judgeBy({});
  expect(codes()).toContain('updates-too-small');
});

test('a check that is turned off isn’t asked', async () => {
  const { network } = await readNetwork(fault('init-zeros'), shippedFiles);
  const evidence = { network: network!, facts: networkFacts(network!) };
  const all = runChecks('network', evidence, {}).map(({ code }) => code);
  expect(all).toContain('identical-units');
  expect(runChecks('network', evidence, { 'identical-units': false }).map(({ code }) => code)).toEqual(
    all.filter((code) => code !== 'identical-units'),
  );
});
