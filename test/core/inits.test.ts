// Each init against torch.nn.init (test/parity/makeInits.py), and what its record says of itself.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calculateGain, gainOf } from '../../src/core/inits/gain.ts';
import type { InitTarget, InitType } from '../../src/core/inits/init.ts';
import { inits } from '../../src/core/inits/inits.ts';
import { createGenerator } from '../../src/core/random.ts';
import { sizeOf } from '../../src/core/shape.ts';
import { formatText } from '../../src/core/text.ts';
import { floatsOf, normalBound, readFixture } from '../parity/fixture.ts';

interface Case {
  readonly init: keyof typeof inits;
  readonly options: object;
  readonly shape: readonly number[];
  readonly seed: number;
  readonly bits: string;
  /** Two more uniforms, to see that as much was drawn. */
  readonly next: string;
}

const types: Record<string, InitType> = inits;
const fixture = readFixture<Case>('inits.json');

function targetOf(shape: readonly number[]): InitTarget {
  const field = sizeOf(shape.slice(2));
  return { shape, fanIn: shape[1] * field, fanOut: shape[0] * field };
}

function filled(init: string, given: object, shape: readonly number[], seed: number) {
  const type = types[init];
  const generator = createGenerator(seed);
  const out = new Float32Array(sizeOf(shape));
  type.fill(out, type.options.parse(given), targetOf(shape), generator);
  const next = new Float32Array(2);
  generator.uniform(next, 0, 1);
  return { out, next };
}

describe(`torch.nn.init of PyTorch ${fixture.madeWith.torch} (${fixture.madeWith.capability})`, () => {
  it('has cases for every init', () => {
    expect(new Set(fixture.cases.map((one) => one.init))).toEqual(new Set(Object.keys(inits)));
  });

  it.each(fixture.cases)('$init $options on $shape, seed $seed', ({ init, options, shape, seed, bits, next }) => {
    const theirs = floatsOf(bits);
    const ours = filled(init, options, shape, seed);
    expect(ours.next).toEqual(floatsOf(next));
    if (init === 'trunc_normal' || init === 'orthogonal') {
      const largest = theirs.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
      expect(ours.out.findIndex((x, i) => !(Math.abs(x - theirs[i]) <= 1e-5 * largest))).toBe(-1);
    } else if ((init.endsWith('normal') || init === 'sparse') && theirs.length >= 16) {
      const mean = (options as { mean?: number }).mean ?? 0;
      expect(ours.out.findIndex((x, i) => !(Math.abs(x - theirs[i]) <= normalBound(theirs[i], mean)))).toBe(-1);
    } else {
      expect(ours.out).toEqual(theirs);
    }
  });
});

describe.each(Object.entries(types))('%s', (name, type) => {
  const required = name === 'constant' ? { value: 0.5 } : name === 'sparse' ? { sparsity: 0.25 } : {};
  const target = targetOf(name === 'dirac' ? [120, 80, 3] : [120, 80]);

  it('bears its name in the table, and takes no unknown option', () => {
    expect(type.type).toBe(name);
    expect(type.options.safeParse({ ...required, gian: 1 }).success).toBe(false);
  });

  it('draws what its theory says', () => {
    const options = type.options.parse(required);
    const { theory } = type.explain(options, target);
    const { out } = filled(name, required, target.shape, 3);
    const mean = out.reduce((sum, x) => sum + x, 0) / out.length;
    const std = Math.sqrt(out.reduce((sum, x) => sum + (x - mean) ** 2, 0) / out.length);
    if (theory.kind === 'point') {
      const { value, exceptions = value } = theory;
      expect(out.every((x) => x === value || x === exceptions)).toBe(true);
    }
    if (theory.kind === 'uniform') {
      expect(out.every((x) => x >= Math.fround(theory.from) && x <= Math.fround(theory.to))).toBe(true);
      expect(std).toBeCloseTo((theory.to - theory.from) / Math.sqrt(12), 2);
    }
    if (theory.kind === 'normal') {
      const { from = -Infinity, to = Infinity } = theory;
      expect(out.every((x) => x >= from && x <= to)).toBe(true);
      expect(mean / theory.std).toBeCloseTo(theory.mean, 1);
      const cut = Number.isFinite(from) ? 0.8796 : 1; // std of a standard normal cut at ±2
      // A fraction that is 0 makes the variance smaller by as much.
      expect(std / theory.std / cut / Math.sqrt(1 - (theory.zeros ?? 0))).toBeCloseTo(1, 1);
    }
  });

  it('explains itself with finite figures', () => {
    const { formula, figures } = type.explain(type.options.parse(required), target);
    expect(formula).not.toMatch(/NaN|undefined|Infinity/);
    expect(figures.every(([, value]) => Number.isFinite(value))).toBe(true);
  });
});

describe('formulas', () => {
  const explained = (init: string, given: object) =>
    types[init].explain(types[init].options.parse(given), { shape: [3, 16], fanIn: 16, fanOut: 3 }).formula;

  it('show their numbers', () => {
    expect(explained('kaiming_uniform', { nonlinearity: 'relu' })).toBe(
      '±gain·√(3 / fan_in) = ±1.414·√(3 / 16) = ±0.6124',
    );
    expect(explained('xavier_normal', { gain: 'tanh' })).toBe(
      'std = gain·√(2 / (fan_in + fan_out)) = 1.667·√(2 / (16 + 3)) = 0.5407',
    );
    expect(explained('fan_in_uniform', {})).toBe('±1 / √fan_in = ±1 / √16 = ±0.25');
  });
});

describe('Python', () => {
  const python = (init: string, given: object, parameter = 'linear1.weight') =>
    types[init].pytorch(types[init].options.parse(given), parameter);

  it('writes what differs from the defaults', () => {
    expect(python('uniform', {})).toBe('nn.init.uniform_(linear1.weight)');
    expect(python('kaiming_uniform', { a: 0.5, nonlinearity: 'relu' })).toBe(
      "nn.init.kaiming_uniform_(linear1.weight, a=0.5, nonlinearity='relu')",
    );
    expect(python('xavier_uniform', { gain: 'tanh' })).toBe(
      "nn.init.xavier_uniform_(linear1.weight, gain=nn.init.calculate_gain('tanh'))",
    );
    expect(python('constant', { value: 0 })).toBe('nn.init.constant_(linear1.weight, 0)');
  });

  it("takes a bias's fan from its weight", () => {
    expect(python('fan_in_uniform', {}, 'lstm1.bias_ih_l0')).toContain('fan_out(lstm1.weight_ih_l0)');
  });
});

describe('checks', () => {
  const problem = (init: string, given: object) => {
    const found = types[init].check?.(types[init].options.parse(given), targetOf([2, 2]));
    return found ? formatText(found) : null;
  };

  it('find what torch.nn.init would refuse', () => {
    expect(problem('uniform', { a: 2 })).toBe('The lower bound a (2) is above the upper bound b (1).');
    expect(problem('uniform', { a: -3e38, b: 3e38 })).toMatch(/wider than a float32/);
    expect(problem('trunc_normal', { a: 3 })).toMatch(/cutoff a \(3\) is above/);
    expect(problem('xavier_uniform', { gain: -1 })).toMatch(/0 or more/);
    expect(problem('dirac', {})).toMatch(/3 to 5 dimensions, and this parameter has 2/);
    expect(problem('eye', {})).toBeNull();
    expect(problem('uniform', {})).toBeNull();
    expect(types.normal.options.safeParse({ std: -1 }).success).toBe(false);
    expect(types.constant.options.safeParse({}).success).toBe(false);
  });
});

describe('orthogonal', () => {
  it('makes the shorter side orthonormal, whatever the shape', () => {
    const side = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(side, side, fc.integer(), (rows, columns, seed) => {
        const { out } = filled('orthogonal', {}, [rows, columns], seed);
        const along = (line: number, k: number) => (rows < columns ? out[line * columns + k] : out[k * columns + line]);
        for (let a = 0; a < Math.min(rows, columns); a++) {
          for (let b = 0; b <= a; b++) {
            let dot = 0;
            for (let k = 0; k < Math.max(rows, columns); k++) dot += along(a, k) * along(b, k);
            expect(dot).toBeCloseTo(a === b ? 1 : 0, 5);
          }
        }
      }),
    );
  });
});

describe('gain', () => {
  it('is that of calculate_gain', () => {
    expect(gainOf('tanh')).toBe(5 / 3);
    expect(gainOf(0.3)).toBe(0.3);
    expect(calculateGain('leaky_relu')).toBe(Math.sqrt(2 / (1 + 0.01 ** 2)));
  });
});
