// The benchmark: planted faults are named first and cured by the first fix; healthy networks get no warning, whatever
// the seed. Prints the three rates.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { examine, line, mended } from './examine.ts';
import { type Fault, faults } from './faults.ts';

const iterations = 2000;
const here = import.meta.dirname;
const textOf = (folder: string, file: string) => readFileSync(path.join(here, folder, `${file}.nn.json`), 'utf8');
const namesIn = (folder: string) => readdirSync(path.join(here, folder)).map((file) => file.replace('.nn.json', ''));

/** Null when it is cured, else what is left. */
async function afterFix(text: string, { reach }: Fault, examined: Awaited<ReturnType<typeof examine>>) {
  const better = mended(text, examined);
  if (better === null) return 'no fix';
  const { train, reports } = await examine(better, iterations);
  const reached =
    train && reach && ('accuracy' in reach ? (train.accuracy ?? 0) >= reach.accuracy : train.loss <= reach.loss);
  return reached ? null : `${JSON.stringify(train)} ${reports.slice(0, 2).map(line).join('; ')}`;
}

test('every file of faults/ is planted for a reason', () => {
  expect(namesIn('faults').sort()).toEqual(faults.map(({ file }) => file).sort());
});

test('planted faults are named first, and the first fix cures', { timeout: 300_000 }, async () => {
  const missed: string[] = [];
  const sick: string[] = [];
  for (const fault of faults) {
    const text = textOf('faults', fault.file);
    const examined = await examine(text, iterations);
    const [first] = examined.reports;
    if (!first || first.severity === 'hint' || !fault.cause.includes(first.code))
      missed.push(`${fault.file}: ${examined.reports.slice(0, 3).map(line).join('\n    ')}`);
    if (!fault.reach) continue;
    const left = await afterFix(text, fault, examined);
    if (left !== null) sick.push(`${fault.file}: ${left}`);
  }
  const curable = faults.filter(({ reach }) => reach).length;
  console.log(`cause first: ${faults.length - missed.length} of ${faults.length}\n${missed.join('\n')}`);
  console.log(`cured by the first fix: ${curable - sick.length} of ${curable}\n${sick.join('\n')}`);
  expect(missed.length).toBeLessThanOrEqual(0.05 * faults.length);
  expect(sick.length).toBeLessThanOrEqual(0.05 * curable);
});

test('healthy networks get no warning', { timeout: 300_000 }, async () => {
  const alarms: string[] = [];
  let examined = 0;
  for (const file of namesIn('healthy')) {
    for (const seed of [1, 2, 3]) {
      const text = textOf('healthy', file).replace('"seed": 1', `"seed": ${seed}`);
      const { reports } = await examine(text, iterations);
      examined++;
      const warnings = reports.filter(({ severity }) => severity !== 'hint');
      if (warnings.length > 0) alarms.push(`${file}, seed ${seed}: ${warnings.map(line).join('\n    ')}`);
    }
  }
  console.log(`false alarms: ${alarms.length} of ${examined}\n${alarms.join('\n')}`);
  expect(alarms).toEqual([]);
});
