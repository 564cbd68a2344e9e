// What a scheduler moves from iteration to iteration. In the cells of a typed array: the engine makes an object of a number
// with a fraction that is kept in a field, or handed to or from a function that it has not melted into its caller. So what
// runs in every iteration takes and gives such numbers in cells.

/** Learning rate and momentum of a parameter group at a moment. */
export class Figures {
  /** Room for two numbers on the way to others. */
  readonly work = new Float64Array(2);
  private readonly cells: Float64Array;

  constructor(lr: number, momentum = NaN) {
    this.cells = new Float64Array([lr, momentum]);
  }

  get lr(): number {
    return this.cells[0];
  }

  set lr(value: number) {
    this.cells[0] = value;
  }

  /** Momentum, or Adam's first beta; NaN where the option stands. */
  get momentum(): number {
    return this.cells[1];
  }

  set momentum(value: number) {
    this.cells[1] = value;
  }
}
