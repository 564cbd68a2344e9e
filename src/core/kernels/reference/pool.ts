// Reference: pooling, window by window.
import type { Memory } from '../../tensor.ts';
import type { LayerKernels, WindowArgs } from '../layerKernels.ts';
import { branching, floatsAt, integersAt } from './views.ts';

type PoolKernels = Pick<
  LayerKernels,
  | 'maxPool2d'
  | 'maxPool2dBackward'
  | 'avgPool2d'
  | 'avgPool2dBackward'
  | 'adaptiveAvgPool2d'
  | 'adaptiveAvgPool2dBackward'
>;

/** One window: its place in the output, its places in the map, and by what a mean over it divides. */
type Visit = (out: number, places: readonly number[], divisor: number) => void;

function windows(geometry: WindowArgs, [dilationHeight, dilationWidth]: readonly number[], visit: Visit): void {
  const [height, width, outHeight, outWidth, kernelHeight, kernelWidth, strideHeight, strideWidth, top, left] =
    geometry;
  for (let oy = 0; oy < outHeight; oy++) {
    for (let ox = 0; ox < outWidth; ox++) {
      const places: number[] = [];
      let padded = 0;
      for (let i = 0; i < kernelHeight; i++) {
        for (let j = 0; j < kernelWidth; j++) {
          const y = oy * strideHeight - top + i * dilationHeight;
          const x = ox * strideWidth - left + j * dilationWidth;
          if (y < height + top && x < width + left) padded++;
          if (y >= 0 && y < height && x >= 0 && x < width) places.push(y * width + x);
        }
      }
      visit(oy * outWidth + ox, places, padded);
    }
  }
}

function averages(args: readonly number[], visit: Visit): void {
  const [countPadding, divisor] = args.slice(10);
  windows(args.slice(0, 10) as WindowArgs, [1, 1], (out, places, padded) =>
    visit(out, places, divisor || (countPadding ? padded : places.length)),
  );
}

function adaptive(height: number, width: number, outHeight: number, outWidth: number, visit: Visit): void {
  const range = (o: number, n: number, out: number) => {
    const from = Math.floor((o * n) / out);
    return Array.from({ length: Math.ceil(((o + 1) * n) / out) - from }, (_, i) => from + i);
  };
  for (let oy = 0; oy < outHeight; oy++) {
    for (let ox = 0; ox < outWidth; ox++) {
      const xs = range(ox, width, outWidth);
      const places = range(oy, height, outHeight).flatMap((y) => xs.map((x) => y * width + x));
      visit(oy * outWidth + ox, places, places.length);
    }
  }
}

export function poolKernels(memory: Memory): PoolKernels {
  const map = (start: number, plane: number, size: number) => floatsAt(memory, start + 4 * plane * size, size);
  type Walk = (visit: Visit) => void;
  const mean = (x: number, y: number, planes: number, size: number, outSize: number, walk: Walk) => {
    for (let plane = 0; plane < planes; plane++) {
      const [from, to] = [map(x, plane, size), map(y, plane, outSize)];
      walk((out, places, divisor) => {
        to[out] = places.reduce((sum, at) => sum + from[at], 0) / divisor;
      });
    }
  };
  const spread = (dy: number, dx: number, planes: number, size: number, outSize: number, walk: Walk) => {
    for (let plane = 0; plane < planes; plane++) {
      const from = map(dy, plane, outSize);
      const sums = new Float64Array(size);
      walk((out, places, divisor) => {
        for (const at of places) sums[at] += from[out] / divisor;
      });
      map(dx, plane, size).set(sums);
    }
  };
  return {
    maxPool2d(x, y, indices, planes, ...args) {
      const geometry = args.slice(0, 10) as WindowArgs;
      const [height, width, outHeight, outWidth] = geometry;
      const outSize = outHeight * outWidth;
      const branch = branching(memory);
      for (let plane = 0; plane < planes; plane++) {
        const from = map(x, plane, height * width);
        const to = map(y, plane, outSize);
        const chosen = integersAt(memory, indices + 4 * plane * outSize, outSize);
        windows(geometry, args.slice(10), (out, places) => {
          let best = places[0] ?? -1;
          for (const at of places) if (from[at] > from[best] || Number.isNaN(from[at])) best = at;
          to[out] = best < 0 ? -Infinity : from[best];
          chosen[out] = best;
          branch(best);
        });
      }
    },

    maxPool2dBackward(dy, indices, dx, planes, size, outSize) {
      for (let plane = 0; plane < planes; plane++) {
        const sums = new Float64Array(size);
        const chosen = integersAt(memory, indices + 4 * plane * outSize, outSize);
        map(dy, plane, outSize).forEach((value, out) => {
          if (chosen[out] >= 0) sums[chosen[out]] += value;
        });
        map(dx, plane, size).set(sums);
      }
    },

    avgPool2d(x, y, planes, ...args) {
      const [height, width, outHeight, outWidth] = args;
      mean(x, y, planes, height * width, outHeight * outWidth, (visit) => averages(args, visit));
    },

    avgPool2dBackward(dy, dx, planes, ...args) {
      const [height, width, outHeight, outWidth] = args;
      spread(dy, dx, planes, height * width, outHeight * outWidth, (visit) => averages(args, visit));
    },

    adaptiveAvgPool2d(x, y, planes, height, width, outHeight, outWidth) {
      mean(x, y, planes, height * width, outHeight * outWidth, (visit) =>
        adaptive(height, width, outHeight, outWidth, visit),
      );
    },

    adaptiveAvgPool2dBackward(dy, dx, planes, height, width, outHeight, outWidth) {
      spread(dy, dx, planes, height * width, outHeight * outWidth, (visit) =>
        adaptive(height, width, outHeight, outWidth, visit),
      );
    },
  };
}
