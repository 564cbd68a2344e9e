// iris: 150 flowers of three species, four measurements in cm each (R. A. Fisher, 1936). Draws nothing.
import { object } from '../core/options.ts';
import { rawOfTable } from './csv.ts';
import type { DataSource } from './source.ts';
import { readTable } from './table.ts';

export const iris = {
  source: 'iris',
  summary: '150 flowers of three species by four measurements (Fisher, 1936).',
  options: object({}),
  task: 'classes',
  size: () => ({ rows: 150, features: 4 }),
  async load(_options, _generator, files) {
    const table = readTable(await files.readShipped('iris.csv'), ',', ['species']);
    return 'problems' in table ? table : rawOfTable(table, { target: 'species', features: undefined });
  },
} satisfies DataSource;
