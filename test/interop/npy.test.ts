// The .npy format against NumPy's own bytes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatText } from '../../src/core/text.ts';
import { decodeNpy, encodeNpy } from '../../src/interop/npy.ts';

const spaces = (n: number) => ' '.repeat(n);

/** Version 1.0 as `numpy.save` (NumPy 2.4) writes it: the header is padded to 118 characters. */
function theirs(header: string, data: ArrayBufferView): Uint8Array {
  const padded = `${header}${spaces(117 - header.length)}\n`;
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(
    Buffer.concat([Buffer.from('\x93NUMPY\x01\x00\x76\x00', 'latin1'), Buffer.from(padded), bytes]),
  );
}

const matrix = Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25);
const cases = [
  { shape: [2, 3], dtype: 'float32', tuple: '(2, 3)', descr: '<f4', data: matrix },
  { shape: [3], dtype: 'int32', tuple: '(3,)', descr: '<i4', data: Int32Array.of(1, -2, 3) },
  { shape: [], dtype: 'float32', tuple: '()', descr: '<f4', data: Float32Array.of(2.5) },
  { shape: [0, 4], dtype: 'float32', tuple: '(0, 4)', descr: '<f4', data: new Float32Array() },
] as const;

describe('encodeNpy', () => {
  it.each(cases)('writes $dtype $tuple as numpy.save does', ({ shape, dtype, tuple, descr, data }) => {
    const expected = theirs(`{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`, data);
    expect(encodeNpy(shape, dtype, new Uint8Array(data.buffer))).toEqual(expected);
  });

  it('refuses bytes that are not the shape', () => {
    expect(() => encodeNpy([2], 'float32', new Uint8Array(4))).toThrow(/4 bytes/);
  });
});

// numpy.save(np.asfortranarray([[0., 1.], [2., 3.]]))
const fortran = theirs("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 2), }", Float64Array.of(0, 2, 1, 3));

describe('decodeNpy', () => {
  it.each(cases)('reads $dtype $tuple', ({ shape, dtype, descr, data }) => {
    const bytes = new Uint8Array(data.buffer);
    expect(decodeNpy(encodeNpy(shape, dtype, bytes))).toEqual({ shape, descr, fortranOrder: false, bytes });
  });

  it('reads a column-major array of doubles', () => {
    const result = decodeNpy(fortran);
    if ('problem' in result) throw new Error(formatText(result.problem));
    expect(result).toMatchObject({ shape: [2, 2], descr: '<f8', fortranOrder: true });
    expect(new Float64Array(result.bytes.slice().buffer)).toEqual(Float64Array.of(0, 2, 1, 3));
  });

  it('reads version 2, whose header length has four bytes', () => {
    const header = "{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }\n";
    const file = Buffer.concat([
      Buffer.from(`\x93NUMPY\x02\x00${String.fromCharCode(header.length)}\x00\x00\x00`, 'latin1'),
      Buffer.from(header),
      Buffer.from([7, 8]),
    ]);
    expect(decodeNpy(new Uint8Array(file))).toEqual({
      shape: [2],
      descr: '|u1',
      fortranOrder: false,
      bytes: Uint8Array.of(7, 8),
    });
  });

  it.each([
    ['text', new Uint8Array(Buffer.from('1,2,3\n4,5,6\n')), /not a \.npy file/],
    ['an unknown version', Uint8Array.of(...fortran.subarray(0, 6), 9, ...fortran.subarray(7)), /version 9/],
    ['a file cut short in its header', fortran.subarray(0, 50), /cut short/],
    ['a file cut short in its data', fortran.subarray(0, -1), /needs 32 bytes, and there are 31/],
    [
      'an array of strings',
      theirs("{'descr': '<U1', 'fortran_order': False, 'shape': (1,), }", Int32Array.of(97)),
      /no numbers/,
    ],
    [
      'a structured array',
      theirs("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", matrix),
      /no numbers/,
    ],
  ])('says what is wrong with %s', (_, bytes, message) => {
    const result = decodeNpy(bytes);
    expect('problem' in result && formatText(result.problem)).toMatch(message);
  });

  it('never throws, whatever the bytes', () => {
    const spoiled = fc.tuple(fc.nat(fortran.length - 1), fc.nat(255)).map(([at, byte]) => fortran.with(at, byte));
    fc.assert(
      fc.property(fc.oneof(spoiled, fc.uint8Array()), (bytes) => {
        decodeNpy(bytes);
      }),
      { numRuns: 1000 },
    );
  });
});
