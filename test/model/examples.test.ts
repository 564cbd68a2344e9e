// The examples and templates are understood without a complaint, and random damage to them never throws.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataCache } from '../../src/machine/dataCache.ts';
import { readNetwork } from '../../src/machine/readNetwork.ts';
import { applyEdits } from '../../src/model/edit.ts';
import { parseModel } from '../../src/model/parse.ts';
import { filesOf, shippedFiles } from '../data/files.ts';
import { messages, places } from './networkText.ts';

const media = path.join(import.meta.dirname, '../../media');
const files = ['examples', 'templates'].flatMap((folder) =>
  readdirSync(path.join(media, folder))
    .filter((name) => name.endsWith('.nn.json'))
    .map((name) => ({ name: `${folder}/${name}`, text: readFileSync(path.join(media, folder, name), 'utf8') })),
);

/** The shipped files, and those that examples name. */
const exampleFiles = filesOf({
  'data/sonnets.txt': readFileSync(path.join(media, 'examples/data/sonnets.txt'), 'utf8'),
});

describe.each(files)('$name', ({ name, text }) => {
  test('is understood', async () => {
    const { network, diagnostics } = await readNetwork(text, exampleFiles);
    expect(places(text, diagnostics), messages(diagnostics)).toEqual([]);
    expect(network?.parameterCount).toBeGreaterThan(0);
    expect(network?.model.name).not.toBe('');
  });

  test('says at its top what it is', () => {
    if (name.startsWith('examples')) {
      expect(text).toMatch(/^\/\/ .+\n\/\/\n(\/\/.*\n)*\/\/ What to look at:\n(\/\/ [- ] .+\n){3,}\{/);
    } else {
      // New Network shows the first line: a label and what it is.
      expect(text).toMatch(/^\/\/ [^:\n]+: .+\.\n\{/);
    }
    expect(text).not.toContain('$schema');
  });
});

const sample = fc.constantFrom(...files.map(({ text }) => text));
const junk = fc.oneof(
  fc.constantFrom('{', '}', '[', ']', ',', ':', '"', "'", '//', '/*', '#', '\\', '\n', '\0', 'null', '1e999', '-', '“'),
  fc.constantFrom('"type"', '"Linear"', '"init"', '"inputs"', '[]', '{}', '-1', '0.5', '"x"', 'true', '"__proto__"'),
  fc.string({ maxLength: 8 }),
);

/** Reports stay within the text and, in the order of the text, no place twice with the same code. */
async function check(text: string) {
  // One cache for one text: nothing is shared between runs.
  const cache = new DataCache();
  const { network, model, diagnostics } = await readNetwork(text, shippedFiles, { cache, memoryLimit: 2 ** 28 });
  const failed = diagnostics.some(({ severity }) => severity === 'error');
  expect(network === null).toBe(failed);
  if (model === null) expect(failed).toBe(true);
  for (const { start, end } of diagnostics) {
    expect(start).toBeGreaterThanOrEqual(0);
    expect(end).toBeGreaterThanOrEqual(start);
    expect(end).toBeLessThanOrEqual(Math.max(text.length, 1));
  }
  for (const { fix } of diagnostics) if (fix) parseModel(applyEdits(text, fix.edits));
}

describe('damaged files', () => {
  test('cut off anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(sample, fc.double({ min: 0, max: 1, noNaN: true }), async (text, part) => {
        await check(text.slice(0, Math.floor(text.length * part)));
      }),
      { numRuns: 150 },
    );
  });

  test('with pieces replaced by junk', async () => {
    const cut = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(6), junk);
    await fc.assert(
      fc.asyncProperty(sample, fc.array(cut, { minLength: 1, maxLength: 4 }), async (text, cuts) => {
        let damaged = text;
        for (const [part, length, put] of cuts) {
          const at = Math.floor(damaged.length * part);
          damaged = damaged.slice(0, at) + put + damaged.slice(at + length);
        }
        await check(damaged);
      }),
      { numRuns: 400 },
    );
  });

  test('with a value replaced by another', async () => {
    await fc.assert(
      fc.asyncProperty(sample, fc.nat(), junk, async (text, choice, put) => {
        const values = [...text.matchAll(/(?<=[:[,] *)("[^"\n]*"|-?\d[\d.]*|true|false|\[[^[\]]*\]|\{[^{}]*\})/g)];
        const { index, 0: old } = values[choice % values.length];
        await check(text.slice(0, index) + put + text.slice(index + old.length));
      }),
      { numRuns: 400 },
    );
  });

  test('anything at all', () => {
    fc.assert(
      fc.property(fc.array(junk, { maxLength: 40 }), (pieces) => {
        parseModel(pieces.join(''));
      }),
      { numRuns: 500 },
    );
  });
});
