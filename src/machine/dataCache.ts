// The rows that were read last and the data set that was made of them, for an editor that reads a file anew after each
// keystroke. Of a large data set only the latter is kept: who changes its split has it read again.
import { sizeOf, type Shape } from '../core/shape.ts';
import { type DataSpec, finishDataset, type Loaded, loadRows } from '../data/load.ts';
import type { DataProblem, Dataset, Files } from '../data/source.ts';
import type { LossTarget } from '../data/targets.ts';

/** Numbers of a data set that is kept beside the rows it was made of: 16 MB of them. */
const mostKept = 1 << 22;

interface Problems {
  readonly problems: readonly DataProblem[];
}

/** Rows as they were read; `loaded` is null where they are no longer kept. */
export interface ReadRows {
  readonly key: string;
  readonly sampleShape: Shape;
  /** Of a target; null: labels. */
  readonly targetShape: Shape | null;
  readonly loaded: Loaded | null;
}

export class DataCache {
  private rows: ReadRows | null = null;
  private made: { readonly key: string; readonly dataset: Dataset } | null = null;

  /** To be called when a file has changed. */
  clear(): void {
    this.rows = null;
    this.made = null;
  }

  async readRows(spec: DataSpec, files: Files): Promise<ReadRows | Problems> {
    const key = JSON.stringify([spec.source, spec.options, spec.seed]);
    if (this.rows?.key === key) return this.rows;
    const loaded = await loadRows(spec, files);
    if ('problems' in loaded) return loaded;
    // A file that is read anew may have other rows under the same key.
    this.made = null;
    const { sampleShape, y } = loaded.raw;
    this.rows = { key, sampleShape, targetShape: 'labels' in y ? null : y.targetShape, loaded };
    return this.rows;
  }

  async dataset(spec: DataSpec, rows: ReadRows, target: LossTarget, files: Files): Promise<Dataset | Problems> {
    const key = JSON.stringify([spec, target]);
    if (this.made?.key === key) return this.made.dataset;
    const loaded = rows.loaded ?? (await loadRows(spec, files));
    if ('problems' in loaded) return loaded;
    const dataset = finishDataset(spec, loaded, target);
    if ('problems' in dataset) return dataset;
    this.made = { key, dataset };
    if (this.rows === rows && loaded.raw.rows * sizeOf(rows.sampleShape) > mostKept)
      this.rows = { ...rows, loaded: null };
    return dataset;
  }
}
