// Reference: elementwise code, one element and one instruction at a time, each result rounded to what the memory holds.
import { binaryFunctions, unaryFunctions } from '../../elementwise/float64.ts';
import type { Memory } from '../../tensor.ts';
import * as code from '../assembly/opcodes.ts';
import { allFloats, branching, floatsAt, rounding } from './views.ts';

type Operation = (a: number, b: number, c: number) => number;

/** By opcode. */
const operations: ReadonlyMap<number, Operation> = new Map<number, Operation>([
  [code.COPY, (a) => a],
  [code.NEGATE, unaryFunctions.negate],
  [code.ABS, unaryFunctions.abs],
  [code.SIGN, unaryFunctions.sign],
  [code.SQRT, unaryFunctions.sqrt],
  [code.RECIPROCAL, unaryFunctions.reciprocal],
  [code.EXP, unaryFunctions.exp],
  [code.EXPM1, unaryFunctions.expm1],
  [code.LOG, unaryFunctions.log],
  [code.LOG1P, unaryFunctions.log1p],
  [code.SIGMOID, unaryFunctions.sigmoid],
  [code.TANH, unaryFunctions.tanh],
  [code.ERF, unaryFunctions.erf],
  [code.FLOOR, unaryFunctions.floor],
  [code.ADD, binaryFunctions.add],
  [code.SUBTRACT, binaryFunctions.subtract],
  [code.MULTIPLY, binaryFunctions.multiply],
  [code.DIVIDE, binaryFunctions.divide],
  [code.MIN, binaryFunctions.min],
  [code.MAX, binaryFunctions.max],
  [code.GREATER, binaryFunctions.greater],
  [code.GREATER_EQUAL, binaryFunctions.greaterEqual],
  [code.EQUAL, binaryFunctions.equal],
  [code.WHERE, (condition, a, b) => (condition !== 0 ? a : b)],
]);

/** By opcode: on which side of its kink an operation is. */
const sides: ReadonlyMap<number, (a: number, b: number) => number> = new Map<number, (a: number, b: number) => number>([
  [code.ABS, (a) => Math.sign(a)],
  [code.SIGN, (a) => Math.sign(a)],
  [code.FLOOR, (a) => Math.floor(a)],
  [code.MIN, (a, b) => Math.sign(a - b)],
  [code.MAX, (a, b) => Math.sign(a - b)],
  [code.GREATER, (a, b) => Math.sign(a - b)],
  [code.GREATER_EQUAL, (a, b) => Math.sign(a - b)],
  [code.EQUAL, (a, b) => Number(a === b)],
]);

function operationOf(opcode: number, round: (value: number) => number): Operation {
  if (opcode === code.MULTIPLY_ADD) return (a, b, c) => round(a * b) + c;
  if (opcode === code.SUBTRACT_PRODUCT) return (a, b, c) => c - round(a * b);
  const operation = operations.get(opcode);
  if (!operation) throw new Error(`No operation has the code ${opcode}.`);
  return operation;
}

export function runElementwise(memory: Memory, start: number, n: number): void {
  const words = new Int32Array(memory.buffer);
  const constants = new Float32Array(memory.buffer);
  const all = allFloats(memory);
  const round = rounding(memory);
  const branch = branching(memory);
  const count = words[start / 4];
  const broadcasts = Array.from({ length: count }, (_, i) => {
    const at = start / 4 + 1 + 2 * i;
    return words[at] === 1 ? floatsAt(memory, words[at + 1], 1)[0] : constants[at + 1];
  });
  const instructions = [];
  for (let at = start / 4 + 1 + 2 * count; words[at] !== code.END; at += code.INSTRUCTION_WORDS) {
    const [opcode, out, a, b, c] = words.subarray(at, at + code.INSTRUCTION_WORDS);
    instructions.push({ operation: operationOf(opcode, round), side: sides.get(opcode), out, a, b, c });
  }
  const registers = new Float64Array(code.REGISTERS);
  for (let i = 0; i < n; i++) {
    const read = (operand: number) => {
      if ((operand & 3) === code.TAG_TENSOR) return all[operand / 4 + i];
      return (operand & 3) === code.TAG_REGISTER ? registers[operand >> 2] : broadcasts[operand >> 2];
    };
    for (const { operation, side, out, a, b, c } of instructions) {
      if (side) branch(side(read(a), read(b)));
      const value = operation(read(a), read(b), read(c));
      if ((out & 3) === code.TAG_REGISTER) registers[out >> 2] = round(value);
      else all[out / 4 + i] = value;
    }
  }
}
