// Runs elementwise code (`opcodes.ts`) in blocks that stay in the first-level cache: each instruction is one SIMD loop
// over a block. Intermediate results live in registers, blocks of scratch; a constant or a scalar is one vector that a
// loop reads again and again with step 0, so every loop has the same form.
import {
  ABS, ADD, COPY, DIVIDE, END, EQUAL, ERF, EXP, EXPM1, FLOOR, GREATER, GREATER_EQUAL, INSTRUCTION_WORDS,
  LOG, LOG1P, MAX, MIN, MULTIPLY, MULTIPLY_ADD, NEGATE, RECIPROCAL, SIGMOID, SIGN, SQRT, SUBTRACT,
  SUBTRACT_PRODUCT, TAG_BROADCAST, TAG_TENSOR, TANH, WHERE,
} from './opcodes';
import { BLOCK, broadcasts, registers } from './scratch';
import { erf4, exp4, expm14, log4, log1p4, sigmoid4, tanh4 } from './transcendental';

/** Where an operand's block begins. */
// @ts-ignore: decorator
@inline
function address(operand: i32, offset: usize): usize {
  const tag = operand & 3;
  if (tag == TAG_TENSOR) return <usize>operand + offset;
  if (tag == TAG_BROADCAST) return broadcasts() + (<usize>(operand >> 2) << 4);
  return registers() + <usize>(operand >> 2) * BLOCK;
}

/** Bytes from one vector of an operand to the next. */
// @ts-ignore: decorator
@inline
function stride(operand: i32): usize {
  return (operand & 3) == TAG_BROADCAST ? 0 : 16;
}

/** Truth as a number: the lanes of a comparison to 1 and 0. */
// @ts-ignore: decorator
@inline
function truth(mask: v128): v128 {
  return v128.and(mask, f32x4.splat(1));
}

// @ts-ignore: decorator
@inline
function unary(op: i32, a: v128): v128 {
  if (op == COPY) return a;
  if (op == NEGATE) return f32x4.neg(a);
  if (op == ABS) return f32x4.abs(a);
  if (op == SIGN) {
    const zero = f32x4.splat(0);
    const nan = v128.and(a, f32x4.ne(a, a));
    return v128.or(f32x4.sub(truth(f32x4.gt(a, zero)), truth(f32x4.lt(a, zero))), nan);
  }
  if (op == SQRT) return f32x4.sqrt(a);
  if (op == RECIPROCAL) return f32x4.div(f32x4.splat(1), a);
  if (op == EXP) return exp4(a);
  if (op == EXPM1) return expm14(a);
  if (op == LOG) return log4(a);
  if (op == LOG1P) return log1p4(a);
  if (op == SIGMOID) return sigmoid4(a);
  if (op == TANH) return tanh4(a);
  if (op == ERF) return erf4(a);
  return f32x4.floor(a);
}

// @ts-ignore: decorator
@inline
function binary(op: i32, a: v128, b: v128): v128 {
  if (op == ADD) return f32x4.add(a, b);
  if (op == SUBTRACT) return f32x4.sub(a, b);
  if (op == MULTIPLY) return f32x4.mul(a, b);
  if (op == DIVIDE) return f32x4.div(a, b);
  if (op == MIN) return f32x4.min(a, b);
  if (op == MAX) return f32x4.max(a, b);
  if (op == GREATER) return truth(f32x4.gt(a, b));
  if (op == GREATER_EQUAL) return truth(f32x4.ge(a, b));
  return truth(f32x4.eq(a, b));
}

// @ts-ignore: decorator
@inline
function ternary(op: i32, a: v128, b: v128, c: v128): v128 {
  if (op == WHERE) return v128.bitselect(b, c, f32x4.ne(a, f32x4.splat(0)));
  if (op == MULTIPLY_ADD) return f32x4.add(f32x4.mul(a, b), c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

// @ts-ignore: decorator
@inline
function unaryLoop(op: i32, out: usize, end: usize, a: usize, aStep: usize): void {
  while (out < end) {
    v128.store(out, unary(op, v128.load(a)));
    out += 16;
    a += aStep;
  }
}

/** The same for long operations, two vectors a turn, so that they share the reading of their many constants. */
// @ts-ignore: decorator
@inline
function longLoop(op: i32, out: usize, end: usize, a: usize, aStep: usize): void {
  while (out < end) {
    // An odd last vector is computed twice.
    const more = out + 16 < end;
    const first = unary(op, v128.load(a));
    const second = unary(op, v128.load(more ? a + aStep : a));
    v128.store(out, first);
    v128.store(more ? out + 16 : out, second);
    out += 32;
    a += 2 * aStep;
  }
}

// @ts-ignore: decorator
@inline
function binaryLoop(op: i32, out: usize, end: usize, a: usize, aStep: usize, b: usize, bStep: usize): void {
  while (out < end) {
    v128.store(out, binary(op, v128.load(a), v128.load(b)));
    out += 16;
    a += aStep;
    b += bStep;
  }
}

// @ts-ignore: decorator
@inline
function ternaryLoop(
  op: i32, out: usize, end: usize, a: usize, aStep: usize, b: usize, bStep: usize, c: usize, cStep: usize,
): void {
  while (out < end) {
    v128.store(out, ternary(op, v128.load(a), v128.load(b), v128.load(c)));
    out += 16;
    a += aStep;
    b += bStep;
    c += cStep;
  }
}

/** All instructions over the block of `bytes` at `offset`. */
function runBlock(code: usize, offset: usize, bytes: usize): void {
  for (let op = load<i32>(code); op != END; op = load<i32>(code)) {
    const aOperand = load<i32>(code, 8);
    const bOperand = load<i32>(code, 12);
    const out = address(load<i32>(code, 4), offset);
    const a = address(aOperand, offset);
    const aStep = stride(aOperand);
    const b = address(bOperand, offset);
    const bStep = stride(bOperand);
    const end = out + bytes;
    switch (op) {
      case COPY: unaryLoop(COPY, out, end, a, aStep); break;
      case NEGATE: unaryLoop(NEGATE, out, end, a, aStep); break;
      case ABS: unaryLoop(ABS, out, end, a, aStep); break;
      case SIGN: unaryLoop(SIGN, out, end, a, aStep); break;
      case SQRT: unaryLoop(SQRT, out, end, a, aStep); break;
      case RECIPROCAL: unaryLoop(RECIPROCAL, out, end, a, aStep); break;
      case EXP: longLoop(EXP, out, end, a, aStep); break;
      case EXPM1: longLoop(EXPM1, out, end, a, aStep); break;
      case LOG: longLoop(LOG, out, end, a, aStep); break;
      case LOG1P: longLoop(LOG1P, out, end, a, aStep); break;
      case SIGMOID: longLoop(SIGMOID, out, end, a, aStep); break;
      case TANH: longLoop(TANH, out, end, a, aStep); break;
      case ERF: longLoop(ERF, out, end, a, aStep); break;
      case FLOOR: unaryLoop(FLOOR, out, end, a, aStep); break;
      case ADD: binaryLoop(ADD, out, end, a, aStep, b, bStep); break;
      case SUBTRACT: binaryLoop(SUBTRACT, out, end, a, aStep, b, bStep); break;
      case MULTIPLY: binaryLoop(MULTIPLY, out, end, a, aStep, b, bStep); break;
      case DIVIDE: binaryLoop(DIVIDE, out, end, a, aStep, b, bStep); break;
      case MIN: binaryLoop(MIN, out, end, a, aStep, b, bStep); break;
      case MAX: binaryLoop(MAX, out, end, a, aStep, b, bStep); break;
      case GREATER: binaryLoop(GREATER, out, end, a, aStep, b, bStep); break;
      case GREATER_EQUAL: binaryLoop(GREATER_EQUAL, out, end, a, aStep, b, bStep); break;
      case EQUAL: binaryLoop(EQUAL, out, end, a, aStep, b, bStep); break;
      default: {
        const cOperand = load<i32>(code, 16);
        const c = address(cOperand, offset);
        const cStep = stride(cOperand);
        if (op == WHERE) ternaryLoop(WHERE, out, end, a, aStep, b, bStep, c, cStep);
        else if (op == MULTIPLY_ADD) ternaryLoop(MULTIPLY_ADD, out, end, a, aStep, b, bStep, c, cStep);
        else ternaryLoop(SUBTRACT_PRODUCT, out, end, a, aStep, b, bStep, c, cStep);
      }
    }
    code += 4 * INSTRUCTION_WORDS;
  }
}

export function elementwise(code: usize, n: i32): void {
  elementwiseRange(code, 0, n);
}

/** Elements [from, to) alone; `from` is a multiple of 4. */
export function elementwiseRange(code: usize, from: i32, to: i32): void {
  const count = load<i32>(code);
  code += 4;
  for (let i = 0; i < count; i++) {
    const value = load<i32>(code) ? load<usize>(code, 4) : code + 4;
    v128.store(broadcasts() + (<usize>i << 4), v128.load32_splat(value));
    code += 8;
  }
  const bytes = <usize>((to + 3) & ~3) << 2;
  for (let offset = <usize>from << 2; offset < bytes; offset += BLOCK) {
    runBlock(code, offset, min<usize>(BLOCK, bytes - offset));
  }
}
