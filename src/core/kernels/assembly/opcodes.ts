// The elementwise code: what the assembler (`core/elementwise/assemble.ts`) writes and the interpreter
// (`elementwise.ts` here) runs. Valid both as AssemblyScript and as TypeScript, so that it stands once.
//
//   code        = broadcasts, then (source, value) for each, then instructions, then END
//   instruction = opcode, out, a, b, c        (operands that an opcode doesn't have are 0)
//   source      = 0: value is a float32's bits; 1: value is the byte offset of a float32, read once a call
//   operand     = byte offset of a tensor (tag 0), 4·register + 1, 4·broadcast + 2

export const END = 0;
export const COPY = 1;
export const NEGATE = 2;
export const ABS = 3;
export const SIGN = 4;
export const SQRT = 5;
export const RECIPROCAL = 6;
export const EXP = 7;
export const EXPM1 = 8;
export const LOG = 9;
export const LOG1P = 10;
export const SIGMOID = 11;
export const TANH = 12;
export const ERF = 13;
export const FLOOR = 14;

export const ADD = 15;
export const SUBTRACT = 16;
export const MULTIPLY = 17;
export const DIVIDE = 18;
export const MIN = 19;
export const MAX = 20;
export const GREATER = 21;
export const GREATER_EQUAL = 22;
export const EQUAL = 23;

/** a ≠ 0 ? b : c */
export const WHERE = 24;
/** a·b + c, each operation rounded: the same bits as the two of them. */
export const MULTIPLY_ADD = 25;
/** c − a·b, each operation rounded. */
export const SUBTRACT_PRODUCT = 26;

/** Words of an instruction. */
export const INSTRUCTION_WORDS = 5;
/** Intermediate results that may live at once. */
export const REGISTERS = 16;
/** Different constants and scalars that one piece of code may use. */
export const BROADCASTS = 64;
/** Operand tags, in the low two bits. */
export const TAG_TENSOR = 0;
export const TAG_REGISTER = 1;
export const TAG_BROADCAST = 2;
