// Convolution and pooling against the reference: random shapes, strides, paddings, dilations and groups, empty batches.
import { expect, it } from 'vitest';
import type { ConvArgs, PadArgs, WindowArgs } from '../../src/core/kernels/layerKernels.ts';
import { windowCount } from '../../src/core/layers/spatial.ts';
import { numbers, Sandbox } from './kernelSandbox.ts';

const sandbox = new Sandbox();
const random = numbers(11);
const one = (n: number) => 1 + random.below(n);

/** A window over [size] that fits, with the padding before it; what is added after may differ. */
function axis(large: boolean) {
  for (;;) {
    const [size, kernel, stride, dilation] = [one(large ? 34 : 9), one(4), one(3), one(3)];
    const padding = [random.below(4), random.below(4)] as const;
    const out = windowCount({ size, kernel, stride, padding, dilation });
    if (out > 0) return { size, kernel, stride, dilation, before: padding[0], out };
  }
}

function convolution(run: number): {
  geometry: ConvArgs;
  sizes: { x: number; y: number; weight: number; columns: number };
} {
  const groups = run % 3 === 0 ? one(3) : 1;
  const [batch, channels, outChannels] = [random.below(4), groups * one(5), groups * one(9)];
  const plain = run % 10 === 9;
  const [v, h] = [axis(run % 4 === 0), axis(run % 4 === 0)].map((found) =>
    plain ? { ...found, kernel: 1, stride: 1, before: 0, out: found.size } : found,
  );
  return {
    geometry: [
      ...([batch, channels, v.size, h.size, outChannels, v.out, h.out, v.kernel, h.kernel] as const),
      ...([v.stride, h.stride, v.before, h.before, v.dilation, h.dilation, groups] as const),
    ],
    sizes: {
      x: batch * channels * v.size * h.size,
      y: batch * outChannels * v.out * h.out,
      weight: outChannels * (channels / groups) * v.kernel * h.kernel,
      columns: (channels / groups) * v.kernel * h.kernel * v.out * h.out,
    },
  };
}

it('convolves, and back', () => {
  for (let run = 0; run < 150; run++) {
    const { geometry, sizes } = convolution(run);
    const what = JSON.stringify(geometry);
    sandbox.reset();
    const x = sandbox.place(random.array(sizes.x), run % 3);
    const weight = sandbox.place(random.array(sizes.weight), run % 2);
    const bias = run % 4 === 1 ? 0 : sandbox.place(random.array(geometry[4]));
    const dy = sandbox.place(random.array(sizes.y), (run + 1) % 4);
    const [y, dweight, dx] = [sandbox.room(sizes.y), sandbox.room(sizes.weight), sandbox.room(sizes.x, 1)];
    const columns = sandbox.room(sizes.columns);
    const near = (out: number, n: number) => {
      const [actual, expected] = [sandbox.floats(out, n), sandbox.expectedFloats(out, n)];
      const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
      const worst = actual.findIndex((value, i) => !(Math.abs(value - expected[i]) <= 3e-6 * largest));
      expect(worst, `${what} at ${worst}`).toBe(-1);
      sandbox.expectRest(
        [
          [out, 4 * n],
          [columns, 4 * sizes.columns],
        ],
        what,
      );
    };
    sandbox.run((kernels) => kernels.conv2d(x, weight, bias, y, columns, ...geometry));
    near(y, sizes.y);
    sandbox.run((kernels) => kernels.conv2dWeightGradient(x, dy, dweight, columns, ...geometry));
    near(dweight, sizes.weight);
    sandbox.run((kernels) => kernels.conv2dInputGradient(dy, weight, dx, columns, ...geometry));
    near(dx, sizes.x);
  }
});

it('pools, and back', () => {
  for (let run = 0; run < 200; run++) {
    const planes = random.below(5);
    const ceil = run % 2 === 1;
    const side = () => {
      for (;;) {
        // Every eighth is the usual pool, which has code of its own.
        const [size, kernel, stride] = run % 8 === 0 ? [1 + one(24), 2, 2] : [one(12), one(4), one(3)];
        const pad = run % 8 === 0 ? 0 : random.below(1 + Math.floor(kernel / 2));
        const dilation = run % 3 === 0 && run % 8 !== 0 ? one(3) : 1;
        const out = windowCount({ size, kernel, stride, padding: [pad, pad], dilation }, ceil);
        if (out > 0) return { size, kernel, stride, pad, dilation, out };
      }
    };
    const [v, h] = [side(), side()];
    const geometry: WindowArgs = [v.size, h.size, v.out, h.out, v.kernel, h.kernel, v.stride, h.stride, v.pad, h.pad];
    const what = JSON.stringify([planes, geometry, v.dilation, h.dilation]);
    const [size, outSize] = [v.size * h.size, v.out * h.out];
    sandbox.reset();
    const values = random.array(planes * size);
    if (values.length > 3 && run % 5 === 0) values[random.below(values.length)] = NaN;
    const x = sandbox.place(values, run % 4);
    const dy = sandbox.place(random.array(planes * outSize));
    const [y, dx, indices] = [
      sandbox.room(planes * outSize),
      sandbox.room(planes * size),
      sandbox.room(planes * outSize),
    ];
    sandbox.run((kernels) => kernels.maxPool2d(x, y, indices, planes, ...geometry, v.dilation, h.dilation));
    sandbox.expectSame(y, planes * outSize, {}, what);
    sandbox.expectRest([[y, 4 * planes * outSize]], `${what} indices`);
    sandbox.run((kernels) => kernels.maxPool2dBackward(dy, indices, dx, planes, size, outSize));
    sandbox.expectSame(dx, planes * size, { absolute: 1e-6 }, what);
    if (v.dilation > 1 || h.dilation > 1) continue;
    const counting = [run % 2, run % 7 === 0 ? 3 : 0] as const;
    sandbox.run((kernels) => kernels.avgPool2d(x, y, planes, ...geometry, ...counting));
    sandbox.expectSame(y, planes * outSize, { absolute: 1e-6 }, what);
    sandbox.run((kernels) => kernels.avgPool2dBackward(dy, dx, planes, ...geometry, ...counting));
    sandbox.expectSame(dx, planes * size, { absolute: 1e-6 }, what);
    const [outHeight, outWidth] = [one(6), one(6)];
    const n = planes * outHeight * outWidth;
    const small = sandbox.place(random.array(n));
    const to = sandbox.room(n);
    sandbox.run((kernels) => kernels.adaptiveAvgPool2d(x, to, planes, v.size, h.size, outHeight, outWidth));
    sandbox.expectSame(to, n, { absolute: 1e-6 }, what);
    sandbox.run((kernels) => kernels.adaptiveAvgPool2dBackward(small, dx, planes, v.size, h.size, outHeight, outWidth));
    sandbox.expectSame(dx, planes * size, { absolute: 1e-6 }, what);
  }
});

it('pads with a margin, and back', () => {
  for (let run = 0; run < 120; run++) {
    const mode = 1 + (run % 3);
    const [planes, height, width] = [random.below(4), one(6), one(run % 4 === 0 ? 40 : 7)];
    // A mirror shows all but the edge, the other end all; an edge can be repeated as often as one likes.
    const side = (size: number) => random.below(mode === 1 ? size : mode === 2 ? 8 : size + 1);
    const margin: PadArgs = [height, width, side(height), side(height), side(width), side(width), mode];
    const n = planes * height * width;
    const padded = planes * (height + margin[2] + margin[3]) * (width + margin[4] + margin[5]);
    sandbox.reset();
    const [x, dy] = [sandbox.place(random.array(n), run % 3), sandbox.place(random.array(padded), (run + 1) % 4)];
    const [y, dx] = [sandbox.room(padded), sandbox.room(n, 1)];
    const near = (out: number, size: number) => {
      const [actual, expected] = [sandbox.floats(out, size), sandbox.expectedFloats(out, size)];
      const worst = actual.findIndex(
        (value, i) => !(Math.abs(value - expected[i]) <= 1e-6 * (1 + Math.abs(expected[i]))),
      );
      expect(worst, `${JSON.stringify(margin)} at ${worst}`).toBe(-1);
      sandbox.expectRest([[out, 4 * size]], JSON.stringify(margin));
    };
    sandbox.run((kernels) => kernels.pad2d(x, y, planes, ...margin));
    near(y, padded);
    sandbox.run((kernels) => kernels.pad2dBackward(dy, dx, planes, ...margin));
    near(dx, n);
  }
});
