// The compiled kernels over a memory that threads share. Only what a module says of the memory that it imports differs,
// a few bytes, so there is one build of the kernels and the same code either way.
// Format: https://webassembly.github.io/spec/core/binary/modules.html#import-section

const importSection = 2;
const memoryImport = 2;
/** Pages of a WebAssembly memory at most: 4 GiB. */
export const mostPages = 65536;

/** The module's bytes with its one import, the memory, declared as shared. Throws where it isn't of that form. */
export function withSharedMemory(bytes: Uint8Array): Uint8Array {
  // After magic number and version: sections of an id, a size and so many bytes.
  for (let at = 8; at < bytes.length;) {
    const size = readNumber(bytes, at + 1);
    const end = size.next + size.value;
    if (bytes[at] === importSection) {
      const section = sharedImports(bytes.subarray(size.next, end));
      return concatenate([
        bytes.subarray(0, at),
        Uint8Array.of(importSection, ...number(section.length)),
        section,
        bytes.subarray(end),
      ]);
    }
    at = end;
  }
  throw new Error('The kernels import no memory.');
}

function sharedImports(section: Uint8Array): Uint8Array {
  const count = readNumber(section, 0);
  let at = count.next;
  for (let i = 0; i < count.value; i++) {
    // Two names, then the kind of import.
    for (let name = 0; name < 2; name++) {
      const length = readNumber(section, at);
      at = length.next + length.value;
    }
    if (section[at] === memoryImport) {
      const hasMost = section[at + 1] & 1;
      const least = readNumber(section, at + 2);
      const next = hasMost ? readNumber(section, least.next).next : least.next;
      // 3: shared, with a most.
      const limits = Uint8Array.of(3, ...number(least.value), ...number(mostPages));
      return concatenate([section.subarray(0, at + 1), limits, section.subarray(next)]);
    }
    at = readNumber(section, at + 1).next; // a function: its type
  }
  throw new Error('The kernels import no memory.');
}

/** An unsigned LEB128 number. */
function readNumber(bytes: Uint8Array, at: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return { value, next: at };
  }
}

function number(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...number(value >>> 7)];
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
