// npy: arrays saved by numpy.save, samples first. Draws nothing.
// Source: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
import type * as z from 'zod/mini';
import { object, string } from '../core/options.ts';
import { type Text, text } from '../core/text.ts';
import { type BinaryArray, type ElementType, elementTypes, loadPair } from './binaryArray.ts';
import type { DataSource } from './source.ts';

const options = object({
  x: string('Path of the .npy file of the samples, [rows, …], relative to this file.'),
  y: string('Path of the .npy file of the targets, [rows] or [rows, …].'),
});

export const npy = {
  source: 'npy',
  summary: 'Two arrays saved by numpy.save: samples and targets.',
  options,
  task: 'given',
  size: () => null,
  load({ x, y }, _generator, files) {
    return loadPair({ option: 'x', path: x }, { option: 'y', path: y }, readNpy, files);
  },
} satisfies DataSource<z.infer<typeof options>>;

const kinds: Readonly<Partial<Record<string, ElementType>>> = {
  b1: elementTypes.bool,
  u1: elementTypes.uint8,
  i1: elementTypes.int8,
  u2: elementTypes.uint16,
  i2: elementTypes.int16,
  u4: elementTypes.uint32,
  i4: elementTypes.int32,
  u8: elementTypes.uint64,
  i8: elementTypes.int64,
  f4: elementTypes.float32,
  f8: elementTypes.float64,
};

const MAGIC = '\u0093NUMPY';

function readNpy(bytes: Uint8Array): BinaryArray | Text {
  if (bytes.length < 12 || ascii(bytes.subarray(0, 6)) !== MAGIC) return text('This is not a .npy file.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [start, length] = bytes[6] === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  // The header is a Python literal: {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
  const header = ascii(bytes.subarray(start, start + length));
  const kind = /'descr':\s*'([<>|=])(\w+)'/.exec(header);
  const shape = /'shape':\s*\(([\d, ]*)\)/.exec(header);
  if (!kind || !shape) return text('The header of this .npy file can’t be read: {0}', header.trim().slice(0, 80));
  const element = kinds[kind[2]];
  if (!element) return text('Numbers of type {0} can’t be read: save the array as float32 or int64.', kind[2]);
  if (/'fortran_order':\s*True/.test(header)) {
    return text('The array is stored column by column: save numpy.ascontiguousarray of it.');
  }
  const bodyStart = Math.min(start + length, bytes.length);
  return {
    shape: [...shape[1].matchAll(/\d+/g)].map(Number),
    element,
    littleEndian: kind[1] !== '>',
    body: new DataView(view.buffer, view.byteOffset + bodyStart, view.byteLength - bodyStart),
  };
}

function ascii(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}
