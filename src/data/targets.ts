// Targets as the loss wants them: class indices, or floats of the output's shape.
import { FLOAT32_MAX } from '../core/options.ts';
import { sameShape, type Shape, shapeText, sizeOf } from '../core/shape.ts';
import { type Text, text } from '../core/text.ts';
import { numeral } from './numeral.ts';
import type { DataProblem, RawData } from './source.ts';

/**
 * What the loss takes. `ignored`: a number that is no class but says that there is none. `classShape`: the shape of a
 * row's classes, where it is known. `outputShape` is that of one sample's output; `binary`: 0 or 1, as BCELoss.
 */
export type LossTarget =
  | { readonly kind: 'classes'; readonly ignored?: number | undefined; readonly classShape?: Shape }
  | { readonly kind: 'values'; readonly outputShape: Shape; readonly binary: boolean };

export interface Targets {
  /** Of one row. */
  readonly shape: Shape;
  readonly type: 'float32' | 'int32';
  /** All rows, in the order of the data. */
  readonly values: Float32Array | Int32Array;
  readonly classNames: readonly string[];
}

/** Class indices above this are taken for a mistake: each class is an output of the network. */
const MOST_CLASSES = 100_000;

export function targetsFor(raw: RawData, target: LossTarget): Targets | { problems: readonly DataProblem[] } {
  if ('labels' in raw.y) {
    const { labels } = raw.y;
    const classNames = [...new Set(labels)];
    if (target.kind === 'classes') return classesOfLabels(labels, classNames);
    return target.binary
      ? binaryOfLabels(labels, classNames, target.outputShape)
      : problem('target-text', notNumbers(labels));
  }
  const { values, targetShape } = raw.y;
  return target.kind === 'classes'
    ? classesOfNumbers(values, targetShape, raw.classNames, target)
    : valuesOfNumbers(values, targetShape, target.outputShape);
}

function classesOfLabels(
  labels: readonly string[],
  classNames: readonly string[],
): Targets | { problems: DataProblem[] } {
  if (classNames.length > MOST_CLASSES) {
    return problem(
      'target-class',
      text('The target has {0} different texts, too many for classes.', classNames.length),
    );
  }
  return { shape: [], type: 'int32', values: indicesOf(labels, classNames), classNames };
}

function binaryOfLabels(
  labels: readonly string[],
  classNames: readonly string[],
  outputShape: Shape,
): Targets | { problems: DataProblem[] } {
  if (classNames.length > 2) {
    const shown = classNames.slice(0, 5).join(', ') + (classNames.length > 5 ? ', …' : '');
    const message =
      'This loss tells two classes apart, and the target has {0}: {1}. CrossEntropyLoss takes any number.';
    return problem('target-class', text(message, classNames.length, shown));
  }
  if (sizeOf(outputShape) !== 1) return shapeProblem([1], outputShape);
  return { shape: outputShape, type: 'float32', values: Float32Array.from(indicesOf(labels, classNames)), classNames };
}

function classesOfNumbers(
  values: Float64Array,
  targetShape: Shape,
  names: readonly string[] | undefined,
  { ignored, classShape = [] }: Extract<LossTarget, { kind: 'classes' }>,
): Targets | { problems: DataProblem[] } {
  const wrong = values.findIndex(
    (value) => value !== ignored && (!Number.isInteger(value) || value < 0 || value >= MOST_CLASSES),
  );
  if (wrong >= 0) {
    const row = Math.floor(wrong / sizeOf(targetShape)) + 1;
    const message = 'This loss needs class indices (0, 1, 2, …) as targets; row {0} has {1}. For values, use MSELoss.';
    return problem('target-class', text(message, row, values[wrong]));
  }
  const classes = values.reduce((most, value) => (value === ignored ? most : Math.max(most, value + 1)), 0);
  return {
    // A column of class indices is the flat list that the loss asks for.
    shape: sameShape(targetShape, [1]) && classShape.length === 0 ? [] : targetShape,
    type: 'int32',
    values: Int32Array.from(values),
    classNames: names && names.length >= classes ? names : Array.from({ length: classes }, (_, index) => String(index)),
  };
}

function valuesOfNumbers(
  values: Float64Array,
  targetShape: Shape,
  outputShape: Shape,
): Targets | { problems: DataProblem[] } {
  const shape = targetShape.length === 0 ? [1] : targetShape;
  const flat = targetShape.length === 0 && sizeOf(outputShape) === 1;
  if (!flat && !sameShape(shape, outputShape)) return shapeProblem(shape, outputShape);
  const wrong = values.findIndex((value) => !(Math.abs(value) <= FLOAT32_MAX));
  if (wrong >= 0) {
    const row = Math.floor(wrong / sizeOf(shape)) + 1;
    return problem(
      'target-value',
      text('The target of row {0} is {1}, which a float32 can’t hold.', row, values[wrong]),
    );
  }
  return { shape: outputShape, type: 'float32', values: Float32Array.from(values), classNames: [] };
}

function indicesOf(labels: readonly string[], classNames: readonly string[]): Int32Array {
  const index = new Map(classNames.map((name, at) => [name, at]));
  return Int32Array.from(labels, (label) => index.get(label)!);
}

function notNumbers(labels: readonly string[]): Text {
  const row = labels.findIndex((label) => numeral(label) === null);
  const shown = labels[row].slice(0, 40);
  return labels.some((label) => numeral(label) !== null)
    ? text('This loss needs numbers as targets; row {0} has "{1}".', row + 1, shown)
    : text('This loss needs numbers as targets, and they are text, such as "{0}". CrossEntropyLoss takes text.', shown);
}

function shapeProblem(target: Shape, output: Shape) {
  const message = 'A target is {0}, but the network’s output is {1}: this loss compares them number by number.';
  return problem('target-shape', text(message, shapeText(target), shapeText(output)));
}

/** Its place in the spec is known to who knows the source. */
function problem(code: string, message: Text): { problems: DataProblem[] } {
  return { problems: [{ code, message, field: [] }] };
}
