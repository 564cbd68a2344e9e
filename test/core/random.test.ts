// The generator against PyTorch's (test/parity/makeRandom.py) and against itself.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGenerator } from '../../src/core/random.ts';
import { floatsOf, integersOf, normalBound, readFixture } from '../parity/fixture.ts';

type Call = { readonly size: number; readonly bits: string } & (
  | { readonly call: 'uniform'; readonly from: number; readonly to: number }
  | { readonly call: 'normal'; readonly mean: number; readonly std: number }
  | { readonly call: 'randperm' }
);

const fixture = readFixture<{ seed: number; calls: Call[] }>('random.json');

describe(`the draws of PyTorch ${fixture.madeWith.torch} (${fixture.madeWith.capability})`, () => {
  it.each(fixture.cases)('seed $seed', ({ seed, calls }) => {
    const generator = createGenerator(seed);
    for (const call of calls) {
      if (call.call === 'randperm') {
        expect(generator.randperm(call.size)).toEqual(integersOf(call.bits));
        continue;
      }
      const out = new Float32Array(call.size);
      const theirs = floatsOf(call.bits);
      if (call.call === 'uniform') {
        generator.uniform(out, call.from, call.to);
        expect(out).toEqual(theirs);
      } else {
        generator.normal(out, call.mean, call.std);
        if (call.size < 16) expect(out).toEqual(theirs);
        else {
          const bounds = theirs.map((x) => normalBound(x, call.mean));
          expect(out.findIndex((x, i) => Math.abs(x - theirs[i]) > bounds[i])).toBe(-1);
        }
      }
    }
  });
});

describe('a generator', () => {
  it('starts with the reference output of mt19937', () => {
    // C++ standard, [rand.predef]: the 10000th draw from the default seed 5489 is 4123659995.
    const generator = createGenerator(5489);
    for (let i = 1; i < 10000; i++) generator.random32();
    expect(generator.random32()).toBe(4123659995);
  });

  it('goes back to any saved moment, the waiting normal included', () => {
    const step = fc.constantFrom('random32', 'uniform53', 'normal1', 'normal20', 'randperm');
    fc.assert(
      fc.property(fc.integer(), fc.array(step), fc.array(step, { minLength: 1 }), (seed, before, after) => {
        const generator = createGenerator(seed);
        const draw = (what: string): unknown => {
          if (what === 'random32') return generator.random32();
          if (what === 'uniform53') return generator.uniform53();
          if (what === 'randperm') return generator.randperm(9);
          const out = new Float32Array(what === 'normal1' ? 1 : 20);
          generator.normal(out, 0, 1);
          return out;
        };
        before.forEach(draw);
        const moment = generator.save();
        const first = after.map(draw);
        generator.restore(moment);
        expect(after.map(draw)).toEqual(first);
      }),
    );
  });

  it('keeps its saved states apart from its own', () => {
    const generator = createGenerator(1);
    generator.random32();
    const moment = generator.save();
    const words = moment.words.slice();
    for (let i = 0; i < 1000; i++) generator.random32();
    expect(moment.words).toEqual(words);
  });
});
