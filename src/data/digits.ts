// digits: 1,797 handwritten digits as grey images [1, 8, 8], pixels 0 to 16 (Alpaydin and Kaynak, 1998). Draws nothing.
import { object } from '../core/options.ts';
import { rawOfTable } from './csv.ts';
import type { DataSource } from './source.ts';
import { readTable } from './table.ts';

export const digits = {
  source: 'digits',
  summary: '1,797 handwritten digits as images of 8 × 8 pixels from 0 to 16 (Alpaydin and Kaynak, 1998).',
  options: object({}),
  task: 'classes',
  size: () => ({ rows: 1797, features: 64 }),
  async load(_options, _generator, files) {
    const table = readTable(await files.readShipped('digits.csv'), ',', ['digit']);
    if ('problems' in table) return table;
    const raw = rawOfTable(table, { target: 'digit', features: undefined });
    return 'problems' in raw ? raw : { ...raw, sampleShape: [1, 8, 8] };
  },
} satisfies DataSource;
