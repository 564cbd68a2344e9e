// Nested lists of numbers, as JSON has them, as one flat array and its shape.
import { FLOAT32_MAX } from '../core/options.ts';
import type { Shape } from '../core/shape.ts';
import { text } from '../core/text.ts';
import type { DataProblem } from './source.ts';
import { shorten } from './table.ts';

export interface Nested {
  /** Rows first. */
  readonly shape: Shape;
  readonly values: Float64Array;
}

const DEPTH = 8;

/** `field` is where the lists stand in the spec; each problem has the index path below it. */
export function flatten(lists: readonly unknown[], field: string): Nested | { problems: readonly DataProblem[] } {
  const shape = shapeOf(lists);
  const values: number[] = [];
  const problems: DataProblem[] = [];
  const add = (code: string, message: DataProblem['message'], path: readonly number[]) =>
    problems.push({ code, message, field: [field, ...path] });

  const visit = (item: unknown, path: readonly number[]) => {
    const depth = path.length;
    if (depth === shape.length) {
      if (typeof item === 'number' && Math.abs(item) <= FLOAT32_MAX) values.push(item);
      else if (Array.isArray(item)) add('ragged', text('A list stands here, where the first row has a number.'), path);
      else if (typeof item === 'number') add('not-a-number', text('This number is too large for a float32.'), path);
      else add('not-a-number', text('A number is needed here, not {0}.', JSON.stringify(item)), path);
    } else if (!Array.isArray(item)) {
      add('ragged', text('A list of length {0} is needed here, as in the first row.', shape[depth]), path);
    } else if (item.length === 0) {
      add('data-empty', text('This list is empty.'), path);
    } else if (item.length !== shape[depth]) {
      add(
        'ragged',
        text('A list of length {0} stands here; in the first row its length is {1}.', item.length, shape[depth]),
        path,
      );
    } else {
      item.forEach((inner, index) => {
        visit(inner, [...path, index]);
      });
    }
  };
  visit(lists, []);
  return problems.length > 0 ? { problems: shorten(problems) } : { shape, values: Float64Array.from(values) };
}

/** The shape of the first row, by which the others are measured. */
function shapeOf(lists: readonly unknown[]): Shape {
  const shape: number[] = [];
  for (let item: unknown = lists; Array.isArray(item) && shape.length < DEPTH; item = item[0]) shape.push(item.length);
  return shape;
}
