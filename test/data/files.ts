// Files as tests pass them in: the shipped ones from the disk, the user's from texts at hand.
import { readFile } from 'node:fs/promises';
import { text } from '../../src/core/text.ts';
import type { Files } from '../../src/data/source.ts';

const shipped = new URL('../../media/examples/data/', import.meta.url);

export function filesOf(contents: Readonly<Record<string, string | Uint8Array>>): Files {
  return {
    read(path) {
      if (!Object.hasOwn(contents, path)) return Promise.resolve({ problem: text('There is no file {0}.', path) });
      const content = contents[path];
      return Promise.resolve({ bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content });
    },
    readShipped: async (name) => new Uint8Array(await readFile(new URL(name, shipped))),
  };
}

export const shippedFiles = filesOf({});
