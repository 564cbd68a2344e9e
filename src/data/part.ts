// The rows of one part of a data set, which are held once: in arrays of their own until a machine has them in its memory,
// there from then on. So `x` and `y` are views, to be used at once and never kept.

/** [rows, ...sampleShape], and [rows, ...targetShape]: class indices as int32 for classes. */
export interface Rows {
  readonly x: Float32Array;
  readonly y: Float32Array | Int32Array;
}

export class Part implements Rows {
  readonly rows: number;
  private read: () => Rows;

  constructor(rows: number, own: Rows) {
    this.rows = rows;
    this.read = () => own;
  }

  get x(): Float32Array {
    return this.read().x;
  }

  get y(): Float32Array | Int32Array {
    return this.read().y;
  }

  /** From now on the same rows are read elsewhere. */
  moveTo(read: () => Rows): void {
    this.read = read;
  }
}
