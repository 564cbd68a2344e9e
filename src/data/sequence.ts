// sequence: a row of symbols, to be judged by its end: what was the first one (`recall`), or what is their sum modulo
// their number (`sum`; with two symbols: parity). For networks that read step by step and have to remember. Sample
// [length, symbols], each step one-hot. Draws: s = torch.randint(symbols, [samples, length]), x = one_hot(s); with noise,
// x += empty(samples, length, symbols).normal_(0, noise).
import type * as z from 'zod/mini';
import { choice, integer, object } from '../core/options.ts';
import { noiseOption, samplesOption, withNoise } from './generated.ts';
import type { DataSource } from './source.ts';

const options = object({
  samples: samplesOption(500),
  length: integer('Steps in a sample.', { default: 12, min: 1, max: 100_000 }),
  symbols: integer('Different symbols, each a class.', { default: 3, min: 2, max: 1000 }),
  task: choice(
    ['recall', 'sum'],
    'Whether the first symbol is asked for, or the sum of all modulo their number.',
    'recall',
  ),
  noise: noiseOption('Standard deviation of the normal noise on every number.', 0),
});

export const sequence = {
  source: 'sequence',
  summary: 'Rows of symbols of which the first, or the sum, has to be remembered to the end: for recurrent networks.',
  options,
  task: 'classes',
  size: ({ samples, length, symbols }) => ({ rows: samples, features: length * symbols }),
  load({ samples, length, symbols, task, noise }, generator) {
    const oneHot = new Float64Array(samples * length * symbols);
    const values = new Float64Array(samples);
    for (let row = 0; row < samples; row++) {
      for (let t = 0; t < length; t++) {
        // torch.randint's draw.
        const symbol = generator.random32() % symbols;
        oneHot[(row * length + t) * symbols + symbol] = 1;
        if (task === 'sum') values[row] = (values[row] + symbol) % symbols;
        else if (t === 0) values[row] = symbol;
      }
    }
    return Promise.resolve({
      x: withNoise(oneHot, noise, generator),
      sampleShape: [length, symbols],
      rows: samples,
      y: { values, targetShape: [] },
      classNames: Array.from({ length: symbols }, (_, symbol) => String(symbol)),
    });
  },
} satisfies DataSource<z.infer<typeof options>>;
