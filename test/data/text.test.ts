// A text as windows of characters.
import { describe, expect, it } from 'vitest';
import { createGenerator } from '../../src/core/random.ts';
import { formatText } from '../../src/core/text.ts';
import { text } from '../../src/data/text.ts';
import { filesOf } from './files.ts';

async function load(content: string | Uint8Array, given: object) {
  const options = text.options.parse({ path: 'a.txt', ...given });
  return text.load(options, createGenerator(1), filesOf({ 'a.txt': content }));
}

async function good(content: string, given: object) {
  const raw = await load(content, given);
  if ('problems' in raw) throw new Error(raw.problems.map(({ message }) => formatText(message)).join());
  return raw;
}

async function problem(content: string | Uint8Array, given: object) {
  const raw = await load(content, given);
  return 'problems' in raw ? raw.problems.map(({ code, field }) => `${code} ${field.join('.')}`) : [];
}

describe('text', () => {
  it('pairs each character with the one after it', async () => {
    const raw = await good('banana', { context: 2, stride: 1 });
    expect(raw.classNames).toEqual(['a', 'b', 'n']);
    expect(raw.rows).toBe(4);
    expect(raw.sampleShape).toEqual([2]);
    expect([...raw.x]).toEqual([1, 0, 0, 2, 2, 0, 0, 2]);
    expect('values' in raw.y && [...raw.y.values]).toEqual([0, 2, 2, 0, 0, 2, 2, 0]);
  });

  it('takes windows that do not overlap unless told otherwise', async () => {
    const raw = await good('abcdefgh', { context: 3 });
    expect([...raw.x]).toEqual([0, 1, 2, 3, 4, 5]);
    expect('values' in raw.y && [...raw.y.values]).toEqual([1, 2, 3, 4, 5, 6]);
    expect((await good('abcdefg', { context: 3 })).rows).toBe(2);
    expect((await good('abcdef', { context: 3 })).rows).toBe(1);
  });

  it('knows characters beyond the 16-bit ones, in the order of code points', async () => {
    const raw = await good('a😀\uffeeé', { context: 1, stride: 1 });
    expect(raw.classNames).toEqual(['a', 'é', '\uffee', '😀']);
    expect([...raw.x]).toEqual([0, 3, 2]);
  });

  it('says what is wrong', async () => {
    expect(await problem('abc', { context: 3 })).toEqual(['data-empty context']);
    expect(await problem('', { context: 3 })).toEqual(['data-empty context']);
    expect(await problem(Uint8Array.of(0xff, 0xfe), { context: 3 })).toEqual(['data-encoding path']);
    expect(await problem('abc', { context: 3, path: 'b.txt' })).toEqual(['data-file path']);
    expect(await problem('ab'.repeat(100_000), { context: 10_000, stride: 1 })).toEqual(['data-too-large stride']);
  });
});
