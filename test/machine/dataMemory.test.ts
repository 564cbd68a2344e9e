// A data set is held once, in the machine that trains on it: counted in bytes of arrays that are alive. It is read there
// when the memory has grown, when a text is read anew, and when another machine has taken it over.
import * as esbuild from 'esbuild';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { beforeAll, expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const outfile = path.join(root, 'build/test/countHeldData.mjs');

beforeAll(() =>
  esbuild.build({
    ...{ entryPoints: [path.join(root, 'test/support/countHeldData.ts')], outfile, bundle: true },
    ...{ format: 'esm', platform: 'node', target: 'node20', logLevel: 'error', loader: { '.wasm': 'binary' } },
  }),
);

/** By a process of its own: what a test's runner keeps alive would be counted too. */
const count = (mode: 'held' | 'beside') =>
  JSON.parse(execFileSync(process.execPath, [outfile, mode], { encoding: 'utf8' })) as {
    readonly held: readonly number[];
    readonly memory: number;
  };

it('lies in one memory and nowhere else', { timeout: 120_000 }, () => {
  const { held, memory, ...right } = count('held');
  expect(right).toEqual({ kept: true, taken: true, within: true, split: true });
  expect(Math.max(...held)).toBeLessThan(0.1);
  expect(memory).toBeLessThan(1.1);
});

it('is counted rightly: twice where the machine does not take it over', { timeout: 120_000 }, () => {
  expect(count('beside').held[0]).toBeGreaterThan(0.9);
});
