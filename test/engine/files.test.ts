// Reading files: what is there, and what is said where it isn't.
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatText } from '../../src/core/text.ts';
import { nodeFiles, readBytes } from '../../src/engine/files.ts';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'backstep-files-'));
  await writeFile(path.join(folder, 'a.csv'), 'x,y\n');
  await symlink('circle', path.join(folder, 'circle'));
});
afterAll(() => rm(folder, { recursive: true }));

async function problemOf(file: string): Promise<string> {
  const read = await readBytes(path.join(folder, file));
  return 'problem' in read ? formatText(read.problem) : 'no problem';
}

describe('nodeFiles', () => {
  it('reads relative to the folder, and absolute paths as they are', async () => {
    const files = nodeFiles(folder, folder);
    const expected = { bytes: Buffer.from('x,y\n') };
    expect(await files.read('a.csv')).toEqual(expected);
    expect(await files.read(path.join(folder, 'a.csv'))).toEqual(expected);
  });

  it('reads shipped data', async () => {
    expect(await nodeFiles('/nowhere', folder).readShipped('a.csv')).toEqual(Buffer.from('x,y\n'));
  });
});

describe('readBytes', () => {
  it.each([
    ['missing', /does not exist/],
    ['a.csv/b', /part of its path is no folder/],
    ['.', /is a folder/],
    ['circle', /circle of symbolic links/],
    ['x'.repeat(300), /too long a name/],
  ])('says what is wrong with %s', async (file, message) => {
    expect(await problemOf(file)).toMatch(message);
  });

  it.skipIf(process.platform === 'win32')('refuses devices, which may never end', async () => {
    expect(await readBytes('/dev/zero')).toHaveProperty('problem.template', 'is not a regular file');
  });
});
