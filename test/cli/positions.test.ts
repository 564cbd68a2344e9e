// Lines and columns against a count by hand of every offset.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { positionsIn } from '../../src/cli/positions.ts';

it('counts lines and columns from 1', () => {
  const positionOf = positionsIn('ab\nc\r\n\rd');
  expect(positionOf(0)).toEqual({ line: 1, column: 1 });
  expect(positionOf(2)).toEqual({ line: 1, column: 3 });
  expect(positionOf(3)).toEqual({ line: 2, column: 1 });
  expect(positionOf(6)).toEqual({ line: 3, column: 1 });
  expect(positionOf(7)).toEqual({ line: 4, column: 1 });
  expect(positionOf(8)).toEqual({ line: 4, column: 2 });
});

it('agrees with splitting the text before the offset', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '😀', '\n', '\r\n', ' ') });
  fc.assert(
    fc.property(text, (source) => {
      const positionOf = positionsIn(source);
      for (let offset = 0; offset <= source.length; offset++) {
        if (source[offset - 1] === '\r') continue; // between \r and \n nobody stands
        const lines = source.slice(0, offset).split('\n');
        expect(positionOf(offset)).toEqual({ line: lines.length, column: lines.at(-1).length + 1 });
      }
    }),
  );
});
