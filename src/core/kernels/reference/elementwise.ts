// Reference: elementwise code, one element and one instruction at a time, each result rounded to float32.
import { binaryFunctions, unaryFunctions } from '../../elementwise/float64.ts';
import type { Memory } from '../../tensor.ts';
import * as code from '../assembly/opcodes.ts';
import { floatsAt, integersAt } from './views.ts';

type Operation = (a: number, b: number, c: number) => number;

const { fround } = Math;

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
  [code.MULTIPLY_ADD, (a, b, c) => fround(a * b) + c],
  [code.SUBTRACT_PRODUCT, (a, b, c) => c - fround(a * b)],
]);

export function runElementwise(memory: Memory, start: number, n: number): void {
  const words = new Int32Array(memory.buffer);
  const all = new Float32Array(memory.buffer);
  const count = words[start / 4];
  const broadcasts = Array.from({ length: count }, (_, i) => {
    const at = start / 4 + 1 + 2 * i;
    return words[at] === 1 ? floatsAt(memory, words[at + 1], 1)[0] : all[at + 1];
  });
  const first = start / 4 + 1 + 2 * count;
  for (let i = 0; i < n; i++) {
    const registers = new Float32Array(code.REGISTERS);
    const read = (operand: number) => {
      if ((operand & 3) === code.TAG_TENSOR) return all[operand / 4 + i];
      return (operand & 3) === code.TAG_REGISTER ? registers[operand >> 2] : broadcasts[operand >> 2];
    };
    for (let at = first; words[at] !== code.END; at += code.INSTRUCTION_WORDS) {
      const [opcode, out, a, b, c] = integersAt(memory, 4 * at, code.INSTRUCTION_WORDS);
      const operation = operations.get(opcode);
      if (!operation) throw new Error(`No operation has the code ${opcode}.`);
      const value = operation(read(a), read(b), read(c));
      if ((out & 3) === code.TAG_REGISTER) registers[out >> 2] = value;
      else all[out / 4 + i] = value;
    }
  }
}
