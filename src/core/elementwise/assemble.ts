// From assignments to the elementwise kernel's code (`kernels/assembly/opcodes.ts` describes it). Parts that occur
// twice in a formula are computed once, and of two operands the one that needs more registers is computed first.
import type { Assignment, BinaryOp, Expression, UnaryOp } from '../elementwise.ts';
import * as code from '../kernels/assembly/opcodes.ts';

const unaryOpcodes: Readonly<Record<UnaryOp, number>> = {
  negate: code.NEGATE,
  abs: code.ABS,
  sign: code.SIGN,
  sqrt: code.SQRT,
  reciprocal: code.RECIPROCAL,
  exp: code.EXP,
  expm1: code.EXPM1,
  log: code.LOG,
  log1p: code.LOG1P,
  sigmoid: code.SIGMOID,
  tanh: code.TANH,
  erf: code.ERF,
  floor: code.FLOOR,
};

const binaryOpcodes: Readonly<Record<BinaryOp, number>> = {
  add: code.ADD,
  subtract: code.SUBTRACT,
  multiply: code.MULTIPLY,
  divide: code.DIVIDE,
  min: code.MIN,
  max: code.MAX,
  greater: code.GREATER,
  greaterEqual: code.GREATER_EQUAL,
  equal: code.EQUAL,
};

/** A part of a formula: an operand that is at hand (`word`), or an instruction over other parts. */
interface Part {
  readonly id: number;
  readonly opcode: number;
  readonly operands: readonly Part[];
  /** Registers needed to compute it, were nothing shared. */
  readonly need: number;
  /** How its value is named in an instruction; null until it is computed. */
  word: number | null;
  /** Instructions that have yet to read it. */
  uses: number;
}

/** The parts of one formula, each once. */
class Parts {
  private readonly known = new Map<string, Part>();
  private readonly broadcast: (source: 0 | 1, value: number) => number;

  constructor(broadcast: (source: 0 | 1, value: number) => number) {
    this.broadcast = broadcast;
  }

  of(expression: Expression): Part {
    switch (expression.op) {
      case 'variable':
        throw new Error(`The variable ${expression.name} is not bound to a tensor.`);
      case 'load':
        return this.atHand(expression.tensor.offset | code.TAG_TENSOR);
      case 'scalar':
        return this.atHand(this.broadcast(1, expression.tensor.offset + 4 * expression.index));
      case 'constant':
        return this.atHand(this.broadcast(0, bitsOf(expression.value)));
      case 'where':
        return this.instruction(
          code.WHERE,
          [expression.condition, expression.a, expression.b].map((e) => this.of(e)),
        );
      case 'add':
        return this.sum(this.of(expression.a), this.of(expression.b));
      case 'subtract':
        return this.difference(this.of(expression.a), this.of(expression.b));
      default:
        return 'b' in expression
          ? this.instruction(binaryOpcodes[expression.op], [this.of(expression.a), this.of(expression.b)])
          : this.instruction(unaryOpcodes[expression.op], [this.of(expression.a)]);
    }
  }

  /** a + b, with a product among them taken into the same loop. */
  private sum(a: Part, b: Part): Part {
    if (isProduct(a)) return this.instruction(code.MULTIPLY_ADD, [...a.operands, b]);
    if (isProduct(b)) return this.instruction(code.MULTIPLY_ADD, [...b.operands, a]);
    return this.instruction(code.ADD, [a, b]);
  }

  private difference(a: Part, b: Part): Part {
    if (isProduct(b)) return this.instruction(code.SUBTRACT_PRODUCT, [...b.operands, a]);
    return this.instruction(code.SUBTRACT, [a, b]);
  }

  private atHand(word: number): Part {
    return this.once(`=${word}`, { opcode: code.COPY, operands: [], need: 0, word });
  }

  private instruction(opcode: number, operands: readonly Part[]): Part {
    const needs = operands.map((part) => part.need).sort((a, b) => b - a);
    const need = Math.max(1, ...needs.map((value, held) => value + held));
    return this.once([opcode, ...operands.map((part) => part.id)].join(), { opcode, operands, need, word: null });
  }

  private once(key: string, part: Pick<Part, 'opcode' | 'operands' | 'need' | 'word'>): Part {
    let known = this.known.get(key);
    if (!known) {
      known = { id: this.known.size, uses: 0, ...part };
      this.known.set(key, known);
    }
    return known;
  }
}

function isProduct(part: Part): boolean {
  return part.opcode === code.MULTIPLY;
}

function bitsOf(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0];
}

/** Counts how often each part will be read. */
function countUses(part: Part): void {
  part.uses++;
  if (part.uses === 1) part.operands.forEach(countUses);
}

/** Registers that are free, handed out lowest first. */
class Registers {
  private readonly taken = new Set<number>();

  take(): number {
    for (let register = 0; register < code.REGISTERS; register++) {
      if (this.taken.has(register)) continue;
      this.taken.add(register);
      return (register << 2) | code.TAG_REGISTER;
    }
    throw new Error(`The formula needs more than ${code.REGISTERS} intermediate results at once.`);
  }

  free(word: number): void {
    this.taken.delete(word >> 2);
  }
}

/** Appends the instructions that bring `part`'s value to `to`, or to a register of their choice. */
function emit(part: Part, to: number | null, registers: Registers, words: number[]): void {
  const { operands } = part;
  const byNeed = [...operands].sort((a, b) => b.need - a.need);
  for (const operand of byNeed) if (operand.word === null) emit(operand, null, registers, words);
  const read = operands.map((operand) => operand.word ?? 0);
  for (const operand of operands) {
    operand.uses--;
    const { word } = operand;
    if (operand.uses === 0 && word !== null && (word & 3) === code.TAG_REGISTER) registers.free(word);
  }
  part.word = to ?? registers.take();
  words.push(part.opcode, part.word, read[0] ?? 0, read[1] ?? 0, read[2] ?? 0);
}

/**
 * The code that runs `assignments` in order. Its place in memory is free (a multiple of 4); it keeps the tensors'
 * offsets, so it is good for as long as those are. Throws on an unbound variable and on a formula that is too large.
 */
export function assemble(assignments: readonly Assignment[]): Int32Array {
  const broadcasts: number[] = [];
  const indices = new Map<string, number>();
  const broadcast = (source: 0 | 1, value: number) => {
    const key = `${source},${value}`;
    let index = indices.get(key);
    if (index === undefined) {
      index = indices.size;
      if (index === code.BROADCASTS)
        throw new Error(`The formulas use more than ${code.BROADCASTS} constants and scalars.`);
      indices.set(key, index);
      broadcasts.push(source, value);
    }
    return (index << 2) | code.TAG_BROADCAST;
  };

  const words: number[] = [];
  for (const { to, value } of assignments) {
    const part = new Parts(broadcast).of(value);
    if (part.word === null) {
      countUses(part);
      emit(part, to.offset, new Registers(), words);
    } else if (part.word !== to.offset) {
      words.push(code.COPY, to.offset, part.word, 0, 0);
    }
  }
  return Int32Array.from([indices.size, ...broadcasts, ...words, code.END]);
}
