// Weights against a network's parameters, strictly.
import { describe, expect, it } from 'vitest';
import { formatText } from '../../src/core/text.ts';
import { matchWeights } from '../../src/interop/matchWeights.ts';
import { encodeSafetensors, type SafetensorsDType } from '../../src/interop/safetensors.ts';

const parameters = [
  { fullName: 'linear1.weight', shape: [2, 3] },
  { fullName: 'linear1.bias', shape: [2] },
];

function tensor(name: string, shape: number[], dtype: SafetensorsDType = 'F32') {
  const size = shape.reduce((a, b) => a * b, 1);
  return { name, shape, dtype, bytes: new Uint8Array(Float32Array.from({ length: size }, (_, i) => i + 0.5).buffer) };
}

function problemsWith(...tensors: ReturnType<typeof tensor>[]): string[] {
  const result = matchWeights(parameters, encodeSafetensors(tensors));
  return 'problems' in result ? result.problems.map(formatText) : [];
}

describe('matchWeights', () => {
  it('gives the values by full name', () => {
    const file = encodeSafetensors([tensor('linear1.bias', [2]), tensor('linear1.weight', [2, 3])]);
    expect(matchWeights(parameters, file)).toEqual({
      weights: new Map([
        ['linear1.weight', Float32Array.of(0.5, 1.5, 2.5, 3.5, 4.5, 5.5)],
        ['linear1.bias', Float32Array.of(0.5, 1.5)],
      ]),
    });
  });

  it('names the tensor and both shapes', () => {
    expect(problemsWith(tensor('linear1.weight', [3, 2]), tensor('linear1.bias', [2]))).toEqual([
      'linear1.weight is [3, 2] in the weights and [2, 3] in the network',
    ]);
  });

  it('tells all at once what is missing, too much and of the wrong type', () => {
    expect(problemsWith(tensor('linear1.wieght', [2, 3]), tensor('linear1.bias', [2], 'I32'))).toEqual([
      'linear1.weight [2, 3] is missing in the weights, which have linear1.wieght',
      'linear1.bias has elements of type I32, which are no floats',
      'linear1.wieght [2, 3] is in the weights and not in the network',
    ]);
  });

  it('passes on what is wrong with the file', () => {
    const result = matchWeights(parameters, new Uint8Array(3));
    expect('problems' in result && result.problems.map(formatText)).toEqual([
      'it has 3 bytes, too few for a safetensors file',
    ]);
  });
});
