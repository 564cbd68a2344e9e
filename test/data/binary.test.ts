// The npy and idx sources: files made by NumPy (test/parity/makeArrays.py), and files that are broken.
import { describe, expect, it } from 'vitest';
import { createGenerator } from '../../src/core/random.ts';
import { formatText } from '../../src/core/text.ts';
import { idx } from '../../src/data/idx.ts';
import { npy } from '../../src/data/npy.ts';
import { readFixture } from '../parity/fixture.ts';
import { filesOf } from './files.ts';

interface Case {
  readonly name: string;
  readonly file: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const { cases } = readFixture<Case>('arrays.json');
const fileOf = (name: string) => bytesOf(cases.find((one) => one.name === name)!.file);

const loadNpy = (x: Uint8Array, y: Uint8Array) =>
  npy.load(npy.options.parse({ x: 'x', y: 'y' }), createGenerator(1), filesOf({ x, y }));
const loadIdx = (images: Uint8Array, labels: Uint8Array) =>
  idx.load(idx.options.parse({ images: 'i', labels: 'l' }), createGenerator(1), filesOf({ i: images, l: labels }));

async function problems(loading: ReturnType<typeof loadNpy>) {
  const loaded = await loading;
  if (!('problems' in loaded)) throw new Error('loaded without a problem');
  return loaded.problems.map(({ code, field, message }) => [code, field.join('.'), formatText(message)]);
}

describe('npy', () => {
  it.each(cases)('reads $name, $shape', async ({ file, shape, values }) => {
    expect(await loadNpy(bytesOf(file), bytesOf(file))).toEqual({
      x: Float32Array.from(values),
      sampleShape: shape.length === 1 ? [1] : shape.slice(1),
      rows: shape[0],
      y: { values: Float64Array.from(values), targetShape: shape.slice(1) },
    });
  });

  it('reads bytes that start in the middle of a buffer', async () => {
    const file = fileOf('<f8');
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(await loadNpy(shifted.subarray(3), file)).toEqual(await loadNpy(file, file));
  });

  it('says what is wrong with a file, with both at once', async () => {
    const good = fileOf('<f4');
    expect(await problems(loadNpy(new TextEncoder().encode('1,2,3\n4,5,6\n'), good.subarray(0, 130)))).toEqual([
      ['data-format', 'x', 'This is not a .npy file.'],
      ['data-format', 'y', 'The file is cut off: [2, 3] needs 24 bytes, 2 are there.'],
    ]);
    const patched = (from: string, to: string) => {
      const header = new TextDecoder('latin1').decode(good).replace(from, to);
      return Uint8Array.from(header, (character) => character.charCodeAt(0));
    };
    expect((await problems(loadNpy(patched('False', 'True '), good)))[0][2]).toMatch(/column by column/);
    expect((await problems(loadNpy(patched('<f4', '<c8'), good)))[0][2]).toMatch(/type c8/);
    expect((await problems(loadNpy(patched('(2, 3)', '(0, 3)'), good)))[0][0]).toBe('data-empty');
    expect((await problems(loadNpy(good, fileOf('|u1'))))[0]).toEqual([
      'row-count',
      'y',
      'The samples are 2 rows, the targets 4.',
    ]);
  });

  it('finds numbers that are none', async () => {
    const odd = fileOf('<f4').slice();
    new DataView(odd.buffer).setFloat32(odd.length - 4, NaN, true);
    expect(await problems(loadNpy(odd, fileOf('<f4')))).toEqual([
      ['not-a-number', 'x', 'Number 6 of the samples is not finite in float32.'],
    ]);
  });
});

describe('idx', () => {
  const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 10, 20, 30, 255);
  const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 7, 3);

  it('reads images as one channel, and labels', async () => {
    expect(await loadIdx(images, labels)).toEqual({
      x: Float32Array.of(10, 20, 30, 255),
      sampleShape: [1, 1, 2],
      rows: 2,
      y: { values: Float64Array.of(7, 3), targetShape: [] },
    });
  });

  it('says what is wrong with a file', async () => {
    expect(await problems(loadIdx(Uint8Array.of(0x1f, 0x8b, 8, 0), labels.subarray(0, 9)))).toEqual([
      ['data-format', 'images', 'The file is still packed: unpack it with gunzip.'],
      ['data-format', 'labels', 'The file is cut off: [2] needs 2 bytes, 1 are there.'],
    ]);
    for (const broken of [new Uint8Array(0), Uint8Array.of(0, 0, 8, 3, 0), Uint8Array.of(0, 0, 7, 0)]) {
      expect((await problems(loadIdx(broken, labels)))[0][2]).toBe('This is not an idx file.');
    }
  });
});
