// How much memory a network's tensors will take, estimated before any is asked for.
import { optimizerType } from '../core/optimizers/optimizers.ts';
import { shapeText, sizeOf } from '../core/shape.ts';
import { text } from '../core/text.ts';
import type { Diagnostic } from './diagnostic.ts';
import type { Model, NetworkLayer } from './model.ts';

const bytesPerElement = 4;
/** Kernels count elements in 31 bits. */
const maxElements = 2 ** 31 - 1;

/** Refuses what needs more than `limit` bytes, with the figure and what would fit. */
export function checkMemory(
  { type, options }: Model['optimizer'],
  spans: Model['spans'],
  layers: readonly NetworkLayer[],
  batchSize: number,
  sampleSize: number,
  limit: number,
): Diagnostic | null {
  /** The parameter, its gradient, its last update and what the optimizer keeps. */
  const copies = 3 + (optimizerType(type)?.state(options).length ?? 0);
  const parameters = layers.flatMap((layer) => layer.parameters.map((parameter) => ({ layer, parameter })));
  const forParameters = sum(parameters.map(({ parameter }) => sizeOf(parameter.shape) * copies * bytesPerElement));
  /** An output and its gradient each layer, and the batch itself. */
  const aSample = (sampleSize + 2 * sum(layers.map(({ outputShape }) => sizeOf(outputShape)))) * bytesPerElement;
  const need = forParameters + aSample * batchSize;
  const largest = parameters.reduce<(typeof parameters)[number] | null>(
    (most, one) => (most && sizeOf(most.parameter.shape) >= sizeOf(one.parameter.shape) ? most : one),
    null,
  );
  const largestSize = largest ? sizeOf(largest.parameter.shape) : 0;
  if (need <= limit && largestSize <= maxElements) return null;
  const problem = { code: 'too-large', severity: 'error' as const };
  if (forParameters <= limit && largestSize <= maxElements) {
    const fits = Math.floor((limit - forParameters) / aSample);
    const message =
      fits > 0
        ? text(
            'A batch of {0} needs {1} for its activations and gradients, and the limit is {2}: a "batch_size" of at most {3} would fit.',
            batchSize,
            size(need),
            size(limit),
            fits,
          )
        : text(
            'One sample’s activations need {0}, and the limit is {1}: make the layers smaller.',
            size(aSample),
            size(limit),
          );
    const widest = layers.reduce((most, one) => (sizeOf(one.outputShape) > sizeOf(most.outputShape) ? one : most));
    return { ...problem, message, ...(fits > 0 ? (spans.training ?? widest.typeSpan) : widest.typeSpan) };
  }
  const others = need - largestSize * copies * bytesPerElement;
  const fits = Math.min(Math.floor((limit - others) / (copies * bytesPerElement)), maxElements);
  const { layer, parameter } = largest ?? { layer: layers[0], parameter: { fullName: '', shape: [] } };
  const message = text(
    'The network needs {0}, and the limit is {1}. {2} {3} alone has {4} elements ({5} with gradient and optimizer state): {6}.',
    ...[size(need), size(limit), parameter.fullName, shapeText(parameter.shape), count(largestSize)],
    ...[
      size(largestSize * copies * bytesPerElement),
      fits > 0 ? `about ${count(fits)} would fit` : 'make the layers smaller',
    ],
  );
  return { ...problem, message, ...(layer.fieldSpans.out_features ?? layer.typeSpan) };
}

/** `1.5 GB`, in powers of 1,024. */
function size(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];
  let unit = 0;
  let amount = bytes;
  while (amount >= 1024 && unit < units.length - 1) [amount, unit] = [amount / 1024, unit + 1];
  return `${amount >= 100 || Number.isInteger(amount) ? Math.round(amount) : amount.toFixed(1)} ${units[unit]}`;
}

/** `12,345`. */
export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
