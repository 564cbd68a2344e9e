// idx: the format of MNIST: images and labels in a file each. Images [rows, h, w] become samples [1, h, w], as Conv2d
// takes them. Draws nothing. Source: http://yann.lecun.com/exdb/mnist/
import type * as z from 'zod/mini';
import { object, string } from '../core/options.ts';
import { type Text, text } from '../core/text.ts';
import { type BinaryArray, type ElementType, elementTypes, loadPair } from './binaryArray.ts';
import type { DataSource } from './source.ts';

const options = object({
  images: string('Path of the idx file of the images, as train-images-idx3-ubyte, relative to this file.'),
  labels: string('Path of the idx file of the labels, as train-labels-idx1-ubyte.'),
});

export const idx = {
  source: 'idx',
  summary: 'Images and labels in the format of MNIST.',
  options,
  task: 'given',
  size: () => null,
  async load({ images, labels }, _generator, files) {
    const pair = { images: { option: 'images', path: images }, labels: { option: 'labels', path: labels } };
    const raw = await loadPair(pair.images, pair.labels, readIdx, files);
    if ('problems' in raw || raw.sampleShape.length !== 2) return raw;
    return { ...raw, sampleShape: [1, ...raw.sampleShape] };
  },
} satisfies DataSource<z.infer<typeof options>>;

const kinds: Readonly<Partial<Record<number, ElementType>>> = {
  0x08: elementTypes.uint8,
  0x09: elementTypes.int8,
  0x0b: elementTypes.int16,
  0x0c: elementTypes.int32,
  0x0d: elementTypes.float32,
  0x0e: elementTypes.float64,
};

function readIdx(bytes: Uint8Array): BinaryArray | Text {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return text('The file is still packed: unpack it with gunzip.');
  const element = kinds[bytes[2]];
  const dimensions = bytes[3];
  const start = 4 + 4 * dimensions;
  if (bytes[0] !== 0 || bytes[1] !== 0 || !element || bytes.length < start) return text('This is not an idx file.');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    shape: Array.from({ length: dimensions }, (_, axis) => view.getUint32(4 + 4 * axis)),
    element,
    littleEndian: false,
    body: new DataView(bytes.buffer, bytes.byteOffset + start, bytes.byteLength - start),
  };
}
