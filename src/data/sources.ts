// The table of data sources: a new one is its file and a line here.
import { blobs } from './blobs.ts';
import { circles } from './circles.ts';
import { csv } from './csv.ts';
import { digits } from './digits.ts';
import { gaussians } from './gaussians.ts';
import { idx } from './idx.ts';
import { inline } from './inline.ts';
import { iris } from './iris.ts';
import { moons } from './moons.ts';
import { npy } from './npy.ts';
import { parquet } from './parquet.ts';
import { plane } from './plane.ts';
import { randn } from './randn.ts';
import { sequence } from './sequence.ts';
import { sine } from './sine.ts';
import type { DataSource } from './source.ts';
import { spirals } from './spirals.ts';
import { text } from './text.ts';
import { xor } from './xor.ts';

export const sources = {
  xor,
  moons,
  circles,
  blobs,
  spirals,
  gaussians,
  plane,
  sine,
  randn,
  sequence,
  iris,
  digits,
  csv,
  parquet,
  text,
  npy,
  idx,
  inline,
} satisfies Record<string, DataSource>;
