// The gradient check: right gradients of all kinds of networks pass, wrong ones don't, and kinks are told apart.
import { afterEach, describe, expect, it, vi } from 'vitest';
import kernels from '../../build/kernels.wasm';
import { loadKernels } from '../../src/core/kernels/load.ts';
import { tanh } from '../../src/core/layers/tanh.ts';
import { derivative } from '../../src/machine/centralDifference.ts';
import { checkGradients } from '../../src/machine/gradcheck.ts';
import { Machine } from '../../src/machine/machine.ts';
import { exportedNetworks } from '../parity/exportedNetworks.ts';
import { openMachine } from '../support/openMachine.ts';

const options = { elements: () => 5 };
const dense = {
  data: { source: 'moons', samples: 12 },
  layers: [{ type: 'Linear', out_features: 4 }, { type: 'Tanh' }, { type: 'Linear', out_features: 1 }],
  loss: 'BCEWithLogitsLoss',
  optimizer: { type: 'SGD', lr: 0.1 },
};
const check = async (spec: object) =>
  checkGradients(await openMachine(JSON.stringify(spec), { observed: false }), options);

describe('checkGradients', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it.each(Object.entries(exportedNetworks))('passes %s', async (_, spec) => {
    const found = await check(spec);
    expect(found.parameters.filter(({ ok }) => !ok)).toEqual([]);
    expect(found.parameters.length).toBeGreaterThan(0);
    const checked = found.parameters.reduce((sum, one) => sum + one.checked, 0);
    expect(checked).toBeGreaterThan(found.parameters.reduce((sum, one) => sum + one.kinks, 0));
  });

  it('passes dropout, whose mask is the same each time', async () => {
    const layers = [dense.layers[0], { type: 'Dropout' }, ...dense.layers.slice(1)];
    expect(await check({ ...dense, layers })).toMatchObject({ ok: true });
  });

  // Softmax over one number makes the convolution's input constant; a layer norm of two numbers has next to no gradient.
  it.each([
    [
      { type: 'Unflatten', unflattened_size: [2, 2, 1] },
      { type: 'Softmax', dim: 3 },
      { type: 'Conv2d', out_channels: 3, kernel_size: [2, 1], padding: [1, 0], padding_mode: 'replicate' },
      { type: 'BatchNorm2d' },
      { type: 'Softplus' },
      { type: 'Flatten' },
    ],
    [{ type: 'Linear', out_features: 2 }, { type: 'LayerNorm', elementwise_affine: false }, { type: 'GELU' }],
  ])('passes gradients that are 0 by right, whatever rounding leaves of them', async (...layers) => {
    const data = { source: 'randn', samples: 40, features: 4, outputs: 1 };
    for (let seed = 0; seed < 5; seed++) {
      const spec = { seed, data, layers: [...layers, { type: 'Linear', out_features: 1 }], loss: 'HuberLoss' };
      expect((await check({ ...dense, ...spec })).parameters.filter(({ ok }) => !ok)).toEqual([]);
    }
  });

  it('finds a wrong derivative', async () => {
    const right = tanh.backward.bind(tanh);
    vi.spyOn(tanh, 'backward').mockImplementation((build) => right({ ...build, output: build.inputs[0] }));
    const found = await check(dense);
    expect(found.ok).toBe(false);
    const errors = Object.fromEntries(found.parameters.map(({ name, numericError }) => [name, numericError]));
    expect(errors['linear1.weight']).toBeGreaterThan(1e-3);
    expect(errors['linear2.weight']).toBeLessThan(1e-6);
  });

  it('finds a wrong kernel', async () => {
    const { network } = await openMachine(JSON.stringify(dense));
    const module = await loadKernels(kernels);
    const columnSum: typeof module.kernels.columnSum = (x, rows, columns, out, accumulate) =>
      module.kernels.columnSum(x, rows - 1, columns, out, accumulate);
    const broken = { ...module, kernels: { ...module.kernels, columnSum } };
    const machine = new Machine(network, broken, { historyLimit: 0, observed: false });
    const { parameters } = checkGradients(machine, options);
    expect(parameters.map(({ name, ok }) => [name, ok])).toEqual([
      ['linear1.weight', true],
      ['linear1.bias', false],
      ['linear2.weight', true],
      ['linear2.bias', false],
    ]);
  });

  it('counts kinks apart', async () => {
    const layers = [
      { type: 'Linear', out_features: 4, init: { weight: 'zeros', bias: 'zeros' } },
      { type: 'ReLU' },
      dense.layers[2],
    ];
    const found = await check({ ...dense, layers });
    expect(found.ok).toBe(true);
    expect(found.parameters[0]).toMatchObject({ name: 'linear1.weight', checked: 0, kinks: 5 });
    expect(found.parameters[2]).toMatchObject({ name: 'linear2.weight', kinks: 0 });
  });
});

describe('derivative', () => {
  const at = (x: number, f: (x: number) => number, side: (x: number) => number = () => 0) =>
    derivative((offset) => ({ value: f(x + offset), sides: side(x + offset) }), x, { value: f(x), sides: side(x) });

  it.each([
    ['exp', Math.exp, Math.exp, 0.7],
    ['sin', Math.sin, Math.cos, 30],
    ['cube', (x: number) => x ** 3, (x: number) => 3 * x * x, -2],
    ['steep', (x: number) => Math.tanh(200 * x), (x: number) => 200 / Math.cosh(200 * x) ** 2, 0.001],
  ])('of %s', (_, f, slope, x) => {
    expect(Math.abs(at(x, f)!.value / slope(x) - 1)).toBeLessThan(1e-9);
  });

  it('takes steps that end before a kink', () => {
    const near = at(0.001, (x) => Math.max(x, 0) ** 2 + x, Math.sign)!;
    expect(near.value).toBeCloseTo(1.002, 9);
    expect(at(0, Math.abs, Math.sign)).toBeNull();
  });
});
