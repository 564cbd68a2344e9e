// Places in the text and back, also in a text with a mistake.
import { expect, test } from 'vitest';
import { indexAt, placeOf } from '../../src/host/editor/places.ts';

const text = `{
  // a comment
  "data": { "source": "xor" },
  "layers": [
    { "type": "Linear", "out_features": 2 },
    { "type": "Sigmoid" },
  ],
  "loss": "BCELoss"
}`;

const shown = (index: number, source = text) => {
  const place = placeOf(source, index, 2);
  return place && source.slice(place.start, place.end);
};

test('each part has its place', () => {
  expect(shown(-1)).toBe('"data": { "source": "xor" }');
  expect(shown(0)).toBe('{ "type": "Linear", "out_features": 2 }');
  expect(shown(1)).toBe('{ "type": "Sigmoid" }');
  expect(shown(2)).toBe('"loss": "BCELoss"');
});

test('each place has its part', () => {
  const at = (what: string) => indexAt(text, text.indexOf(what), 2);
  expect(at('xor')).toBe(-1);
  expect(at('out_features')).toBe(0);
  expect(at('Sigmoid')).toBe(1);
  expect(at('BCELoss')).toBe(2);
  expect(at('a comment')).toBeNull();
});

test('a mistake further down changes nothing, and what is missing has no place', () => {
  expect(shown(0, text.replace('"Sigmoid" }', '"Sigmoid", '))).toBe('{ "type": "Linear", "out_features": 2 }');
  expect(shown(1, '{ "layers": [')).toBeNull();
  expect(indexAt('', 0, 2)).toBeNull();
});
