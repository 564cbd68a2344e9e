// The safetensors format against the reference implementation's bytes, and against anything that may stand in a file.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatText } from '../../src/core/text.ts';
import {
  decodeSafetensors,
  encodeSafetensors,
  floatsOf,
  type SafetensorsTensor,
} from '../../src/interop/safetensors.ts';

// safetensors 0.8: safetensors.numpy.save({linear1.weight: float32 [[0, .25], [.5, .75], [1, 1.25]],
// linear1.bias: float16 [1, -2, 0.5], steps: int64 [7], scalar: float64 3.5}, metadata={'format': 'pt'})
const theirs = bytesOf(
  'IAEAAAAAAAB7Il9fbWV0YWRhdGFfXyI6eyJmb3JtYXQiOiJwdCJ9LCJzdGVwcyI6eyJkdHlwZSI6Ikk2NCIsInNoYXBlIjpbMV0sImRhdGFfb2Zmc2V0' +
    'cyI6WzAsOF19LCJzY2FsYXIiOnsiZHR5cGUiOiJGNjQiLCJzaGFwZSI6W10sImRhdGFfb2Zmc2V0cyI6WzgsMTZdfSwibGluZWFyMS53ZWlnaHQiOnsi' +
    'ZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzMsMl0sImRhdGFfb2Zmc2V0cyI6WzE2LDQwXX0sImxpbmVhcjEuYmlhcyI6eyJkdHlwZSI6IkYxNiIsInNoYXBl' +
    'IjpbM10sImRhdGFfb2Zmc2V0cyI6WzQwLDQ2XX19ICAgICAHAAAAAAAAAAAAAAAAAAxAAAAAAAAAgD4AAAA/AABAPwAAgD8AAKA/ADwAwAA4',
);

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(Buffer.from(base64, 'base64'));
}

function float32(name: string, shape: number[], values: number[]): SafetensorsTensor {
  return { name, shape, dtype: 'F32', bytes: new Uint8Array(Float32Array.from(values).buffer) };
}

/** A file with this header and so many bytes behind it. */
function fileOf(header: unknown, dataLength: number): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return new Uint8Array(Buffer.concat([length, json, Buffer.alloc(dataLength)]));
}

function decoded(bytes: Uint8Array) {
  const result = decodeSafetensors(bytes);
  if ('problem' in result) throw new Error(formatText(result.problem));
  return result;
}

function problemOf(bytes: Uint8Array): string {
  const result = decodeSafetensors(bytes);
  return 'problem' in result ? formatText(result.problem) : 'no problem';
}

describe('decodeSafetensors', () => {
  it('reads what the reference implementation writes', () => {
    const { tensors, metadata } = decoded(theirs);
    expect(metadata).toEqual({ format: 'pt' });
    const read = Object.fromEntries(tensors.map((t) => [t.name, { ...t, bytes: floatsOf(t) }]));
    expect(read['linear1.weight']).toMatchObject({
      shape: [3, 2],
      bytes: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25),
    });
    expect(read['linear1.bias']).toMatchObject({ dtype: 'F16', shape: [3], bytes: Float32Array.of(1, -2, 0.5) });
    expect(read.scalar).toMatchObject({ shape: [], bytes: Float32Array.of(3.5) });
    expect(read.steps).toMatchObject({ dtype: 'I64', bytes: null });
  });

  it('reads halves, subnormal and infinite ones too, and bfloat16', () => {
    const half = Uint16Array.of(0x0001, 0x8000, 0x7c00, 0xfc00, 0x7e00, 0x7bff);
    const tensor = { name: 'h', shape: [6], dtype: 'F16', bytes: new Uint8Array(half.buffer) } as const;
    expect(floatsOf(tensor)).toEqual(Float32Array.of(2 ** -24, -0, Infinity, -Infinity, NaN, 65504));
    const wide = { ...tensor, dtype: 'BF16', bytes: new Uint8Array(Uint16Array.of(0x3f80, 0xc000).buffer) } as const;
    expect(floatsOf(wide)).toEqual(Float32Array.of(1, -2));
  });

  const entry = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
  it.each([
    ['an empty file', new Uint8Array(), /too few/],
    ['a header longer than the file', theirs.subarray(0, 100), /header longer than the file/],
    ['text', new Uint8Array(Buffer.from('this is no safetensors file at all')), /header longer than the file/],
    ['a header that is no JSON', fileOf('{"a": ', 0), /not a JSON object/],
    ['a header that is a list', fileOf([1], 0), /not a JSON object/],
    ['a tensor that is a number', fileOf({ a: 1 }, 0), /tensor a has no description/],
    ['no dtype', fileOf({ a: { ...entry, dtype: 3 } }, 8), /tensor a has no dtype/],
    ['an unknown dtype', fileOf({ a: { ...entry, dtype: 'F8_E4M3' } }, 8), /element type F8_E4M3/],
    ['an inherited name as dtype', fileOf({ a: { ...entry, dtype: 'toString' } }, 8), /element type toString/],
    ['a negative size', fileOf({ a: { ...entry, shape: [-2] } }, 8), /no valid shape/],
    ['a fractional size', fileOf({ a: { ...entry, shape: [0.5] } }, 8), /no valid shape/],
    ['one offset', fileOf({ a: { ...entry, data_offsets: [0] } }, 8), /no valid data_offsets/],
    ['offsets that go back', fileOf({ a: { ...entry, data_offsets: [8, 0] } }, 8), /lies outside/],
    ['offsets past the end', fileOf({ a: entry }, 4), /lies outside/],
    ['a shape that is not its bytes', fileOf({ a: { ...entry, shape: [3] } }, 8), /a \[3\] needs 12 bytes and has 8/],
    ['a shape beyond all numbers', fileOf({ a: { ...entry, shape: [2 ** 40, 2 ** 40] } }, 8), /needs .* bytes/],
    ['a hole', fileOf({ a: { ...entry, data_offsets: [4, 12] } }, 12), /begins at byte 4, not at 0/],
    ['an overlap', fileOf({ a: entry, b: { ...entry, data_offsets: [4, 12] } }, 12), /b begins at byte 4, not at 8/],
    ['bytes left over', fileOf({ a: entry }, 9), /1 bytes follow/],
  ])('says what is wrong with %s', (_, bytes, message) => {
    expect(problemOf(bytes)).toMatch(message);
  });

  it('never throws, whatever the bytes', () => {
    const spoiled = fc
      .array(fc.tuple(fc.nat(theirs.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      .map((changes) => {
        const bytes = theirs.slice();
        for (const [at, byte] of changes) bytes[at] = byte;
        return bytes;
      });
    fc.assert(
      fc.property(
        fc.oneof(
          spoiled,
          fc.uint8Array(),
          fc.json().map((json) => fileOf(json, 16)),
        ),
        (bytes) => {
          decodeSafetensors(bytes);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('encodeSafetensors', () => {
  it('writes what it reads', () => {
    const tensor = fc
      .tuple(fc.string({ minLength: 1 }), fc.array(fc.nat(3), { maxLength: 3 }))
      .filter(([name]) => name !== '__metadata__')
      .map(([name, shape]) =>
        float32(
          name,
          shape,
          Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i / 3),
        ),
      );
    fc.assert(
      fc.property(fc.uniqueArray(tensor, { selector: ({ name }) => name }), (tensors) => {
        const result = decoded(encodeSafetensors(tensors, { format: 'pt' }));
        const byName = (a: SafetensorsTensor, b: SafetensorsTensor) => (a.name < b.name ? -1 : 1);
        expect([...result.tensors].sort(byName)).toEqual([...tensors].sort(byName));
        expect(result.metadata).toEqual({ format: 'pt' });
      }),
    );
  });

  it('begins the data at a multiple of 8, and wide elements first', () => {
    const wide: SafetensorsTensor = { name: 'b', shape: [1], dtype: 'F64', bytes: new Uint8Array(8) };
    const file = encodeSafetensors([float32('a', [1], [1]), wide]);
    const headerLength = Number(new DataView(file.buffer).getBigUint64(0, true));
    expect(headerLength % 8).toBe(0);
    expect(decoded(file).tensors.map(({ name }) => name)).toEqual(['b', 'a']);
  });

  it('refuses bytes that are not the shape and names that occur twice', () => {
    expect(() => encodeSafetensors([float32('a', [2], [1])])).toThrow(/a: its bytes/);
    expect(() => encodeSafetensors([float32('a', [1], [1]), float32('a', [1], [1])])).toThrow(/a occurs twice/);
  });
});
