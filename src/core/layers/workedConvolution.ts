// One number of a convolution, spelled out: the window of the input under the kernel, and what of it the weights make.
import type { ConvArgs, PadArgs } from '../kernels/layerKernels.ts';
import { marginModes, marginSource } from '../margin.ts';
import { sizeOf } from '../shape.ts';
import {
  flatIndex,
  product,
  subscripts,
  sumOfTerms,
  type WorkedBuild,
  type WorkedGradientBuild,
  type WorkedStep,
  type WorkedTerm,
} from '../worked.ts';

/** A convolution's arguments, and those of the margin of its input where that isn't zeros: then the map has it already. */
export interface ConvGeometry {
  readonly args: ConvArgs;
  readonly margin: PadArgs | null;
}

/** Names of the kernel's arguments, and where a tap reads the input; null: zeros. */
function named({ args, margin }: ConvGeometry) {
  const [rows, channels, height, width, outChannels, outHeight, outWidth, ...window] = args;
  const [kernelHeight, kernelWidth, strideY, strideX, padY, padX, dilationY, dilationX, groups] = window;
  const [ownHeight, ownWidth, top, , left, , mode] = margin ?? [height, width, padY, 0, padX, 0, 0];
  const placeOf = (at: number, size: number) => {
    if (mode > 0) return marginSource(marginModes[mode - 1], at, size);
    return at >= 0 && at < size ? at : null;
  };
  const source = (y: number, column: number, i: number, j: number) => {
    const sourceY = placeOf(y * strideY - top + i * dilationY, ownHeight);
    const sourceX = placeOf(column * strideX - left + j * dilationX, ownWidth);
    return sourceY === null || sourceX === null ? null : ([sourceY, sourceX] as const);
  };
  return {
    ...{ rows, channels, height: ownHeight, width: ownWidth, outChannels, outHeight, outWidth },
    ...{ kernelHeight, kernelWidth, groups, perGroup: channels / groups, source },
  };
}

export function workedConvolution(
  { inputs: [x], output, parameters, read, result }: WorkedBuild,
  geometry: ConvGeometry,
  at: readonly number[],
): WorkedStep {
  const conv = named(geometry);
  const { kernelHeight, kernelWidth, perGroup } = conv;
  const [row, out] = at;
  const [y, column] = at.length === 4 ? [at[2], at[3]] : [0, at[2]];
  const first = Math.floor(out / (conv.outChannels / conv.groups)) * perGroup;
  const terms: WorkedTerm[] = [];
  for (let c = 0; c < perGroup; c++) {
    for (let i = 0; i < kernelHeight; i++) {
      for (let j = 0; j < kernelWidth; j++) {
        const source = conv.source(y, column, i, j);
        if (!source) continue;
        const [sourceY, sourceX] = source;
        const from = ((row * conv.channels + first + c) * conv.height + sourceY) * conv.width + sourceX;
        const weight = ((out * perGroup + c) * kernelHeight + i) * kernelWidth + j;
        const place = at.length === 4 ? [first + c, sourceY, sourceX] : [first + c, sourceX];
        const tap = at.length === 4 ? [out, c, i, j] : [out, c, j];
        terms.push(
          product(
            `x[${place.join(', ')}]`,
            read(x, from, `x[${place.join(', ')}]`),
            read(parameters.weight, weight, `w${subscripts(...tap)}`),
          ),
        );
      }
    }
  }
  const constant = 'bias' in parameters ? read(parameters.bias, out, `b${subscripts(out)}`) : null;
  const total = sumOfTerms(terms, constant);
  return {
    ...{ kind: 'sum', name: 'convolve', terms, constant, divisor: 1, total, columns: ['x', 'w', 'x·w'] },
    formula: constant ? 'z = Σ x·w + b over the window' : 'z = Σ x·w over the window',
    result: result(output, flatIndex(output.shape, at), `z[${at.slice(1).join(', ')}]`, total),
  };
}

/** A weight meets a number of the input at every place of the map, in every sample. */
export function workedConvolutionGradient(
  { inputs: [x], outputGrad, parameters, read, result }: WorkedGradientBuild,
  geometry: ConvGeometry,
  parameter: string,
  index: number,
): WorkedStep {
  const conv = named(geometry);
  const { rows, outChannels, outHeight, outWidth, kernelHeight, kernelWidth, perGroup } = conv;
  const isWeight = parameter === 'weight';
  const perFilter = perGroup * kernelHeight * kernelWidth;
  const out = isWeight ? Math.floor(index / perFilter) : index;
  const tap = isWeight ? index % perFilter : 0;
  const c = Math.floor(tap / (kernelHeight * kernelWidth));
  const [i, j] = [Math.floor(tap / kernelWidth) % kernelHeight, tap % kernelWidth];
  const first = Math.floor(out / (outChannels / conv.groups)) * perGroup;
  const terms: WorkedTerm[] = [];
  for (let place = 0; place < rows * outHeight * outWidth; place++) {
    const row = Math.floor(place / (outHeight * outWidth));
    const [y, column] = [Math.floor(place / outWidth) % outHeight, place % outWidth];
    const at = ((row * outChannels + out) * outHeight + y) * outWidth + column;
    const slope = read(outputGrad, at, '∂L/∂z');
    const label = `${row}: ${outHeight > 1 ? `${y}, ` : ''}${column}`;
    if (!isWeight) {
      terms.push(product(label, slope));
      continue;
    }
    const source = conv.source(y, column, i, j);
    if (!source) continue;
    const [sourceY, sourceX] = source;
    const from = ((row * conv.channels + first + c) * conv.height + sourceY) * conv.width + sourceX;
    terms.push(product(label, slope, read(x, from, 'x')));
  }
  const total = sumOfTerms(terms);
  const { shape } = parameters[parameter];
  const symbol = isWeight ? `w[${out}, ${c}, ${shape.length === 4 ? `${i}, ` : ''}${j}]` : `b${subscripts(out)}`;
  return {
    ...{ kind: 'sum', name: 'weight gradient', terms, constant: null, divisor: 1, total },
    columns: isWeight ? ['∂L/∂z', 'x', '∂L/∂z·x'] : ['∂L/∂z', ''],
    formula: isWeight
      ? `∂L/∂w = Σ ∂L/∂z·x over ${sizeOf([rows, outHeight, outWidth])} places`
      : '∂L/∂b = Σ ∂L/∂z over batch and map',
    result: result(parameters[parameter], index, `∂L/∂${symbol}`, total),
  };
}
