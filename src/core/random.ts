// The CPU generator of PyTorch: mt19937 with its cached normal. The same seed gives the same draws as torch.manual_seed.
// Sources: M. Matsumoto and T. Nishimura, 1998 (Mersenne Twister); aten/src/ATen/core/MT19937RNGEngine.h,
// DistributionsHelper.h and native/cpu/DistributionTemplates.h of PyTorch.
import { cos, fma32, log, sin } from './math.ts';

/** Everything a generator is, so that a moment can be gone back to exactly. */
export interface GeneratorState {
  /** 624 words. */
  readonly words: Uint32Array;
  /** Draws left before the next twist, as PyTorch's `left_`/`next_` say, in one number 0..624: index of the next word. */
  readonly index: number;
  /** Second number of a Box-Muller pair (double), drawn below 16 elements; null when none waits. */
  readonly cachedNormal: number | null;
}

export interface Generator {
  /** One 32-bit draw, 0 ≤ x < 2³². */
  random32(): number;
  /** One 53-bit uniform in [0, 1) (two 32-bit draws: PyTorch's random64). */
  uniform53(): number;
  /** float32 uniforms on [from, to), as `tensor.uniform_(from, to)`. */
  uniform(out: Float32Array, from: number, to: number): void;
  /** float32 normals, as `tensor.normal_(mean, std)`: both of PyTorch's paths (below 16 elements, from 16 on). */
  normal(out: Float32Array, mean: number, std: number): void;
  /** `torch.randperm(n)`, into `reuse` (of n elements) where one is given. */
  randperm(n: number, reuse?: Int32Array): Int32Array;
  /** A copy of the state, into `reuse` where one is given. */
  save(reuse?: GeneratorState): GeneratorState;
  restore(state: GeneratorState): void;
}

/** A generator as `torch.manual_seed(seed)` leaves it: of a whole number, the low 32 bits count. */
export function createGenerator(seed: number): Generator {
  return new MersenneTwister(seed);
}

const WORDS = 624;
const SHIFT = 397;
/** Elements from which PyTorch's normal_ takes its vectorised path, and the size of that path's blocks. */
const BLOCK = 16;
const TWO_PI_32 = Math.fround(2 * Math.PI);

class MersenneTwister implements Generator {
  readonly #words = new Uint32Array(WORDS);
  #index = WORDS;
  #cachedNormal: number | null = null;

  constructor(seed: number) {
    const words = this.#words;
    words[0] = seed;
    for (let i = 1; i < WORDS; i++) {
      const previous = words[i - 1];
      words[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
  }

  random32(): number {
    if (this.#index === WORDS) this.#twist();
    return tempered(this.#words[this.#index++]) >>> 0;
  }

  uniform53(): number {
    const high = this.random32() & 0x1fffff; // the first draw is the upper half of 64 bits, of which 53 count
    return (high * 2 ** 32 + this.random32()) * 2 ** -53;
  }

  uniform(out: Float32Array, from: number, to: number): void {
    const low = Math.fround(from);
    const range = Math.fround(Math.fround(to) - low);
    // Word by word of the twister, as `random32` and `#uniform24` have it: a large layer is a hundred million of these.
    const words = this.#words;
    for (let i = 0; i < out.length;) {
      if (this.#index === WORDS) this.#twist();
      const count = Math.min(WORDS - this.#index, out.length - i);
      const start = this.#index - i;
      this.#index += count;
      for (const end = i + count; i < end; i++)
        out[i] = fma32((tempered(words[start + i]) & 0xffffff) * 2 ** -24, range, low);
    }
  }

  normal(out: Float32Array, mean: number, std: number): void {
    if (out.length < BLOCK) {
      for (let i = 0; i < out.length; i++) out[i] = this.#normalInDouble() * std + mean;
      return;
    }
    for (let i = 0; i < out.length; i++) out[i] = this.#uniform24();
    for (let i = 0; i + BLOCK <= out.length; i += BLOCK) toNormals(out, i, mean, std);
    if (out.length % BLOCK !== 0) {
      // A size that is no multiple of 16 is not padded: PyTorch draws the last 16 anew, partly over finished ones.
      const last = out.length - BLOCK;
      for (let i = last; i < out.length; i++) out[i] = this.#uniform24();
      toNormals(out, last, mean, std);
    }
  }

  randperm(n: number, order = new Int32Array(n)): Int32Array {
    for (let i = 0; i < n; i++) order[i] = i;
    for (let i = 0; i < n - 1; i++) {
      const other = i + (this.random32() % (n - i));
      const held = order[i];
      order[i] = order[other]!;
      order[other] = held;
    }
    return order;
  }

  save(reuse?: { words: Uint32Array; index: number; cachedNormal: number | null }): GeneratorState {
    if (!reuse) return { words: this.#words.slice(), index: this.#index, cachedNormal: this.#cachedNormal };
    reuse.words.set(this.#words);
    reuse.index = this.#index;
    reuse.cachedNormal = this.#cachedNormal;
    return reuse;
  }

  restore({ words, index, cachedNormal }: GeneratorState): void {
    this.#words.set(words);
    this.#index = index;
    this.#cachedNormal = cachedNormal;
  }

  /** The low 24 bits of one draw, in [0, 1): all that a float32 holds. */
  #uniform24(): number {
    return (this.random32() & 0xffffff) * 2 ** -24;
  }

  /** One standard normal by Box and Muller; every other one is the second of the pair before. */
  #normalInDouble(): number {
    const cached = this.#cachedNormal;
    if (cached !== null) {
      this.#cachedNormal = null;
      return cached;
    }
    const u1 = this.uniform53();
    const u2 = this.uniform53();
    const radius = Math.sqrt(-2 * log(1 - u2)); // 1 − u2 is exact, so this is log1p(−u2)
    const theta = 2 * Math.PI * u1;
    this.#cachedNormal = radius * sin(theta);
    return radius * cos(theta);
  }

  #twist(): void {
    const words = this.#words;
    let k = 0;
    for (; k < WORDS - SHIFT; k++) words[k] = words[k + SHIFT] ^ mix(words[k], words[k + 1]);
    for (; k < WORDS - 1; k++) words[k] = words[k + SHIFT - WORDS] ^ mix(words[k], words[k + 1]);
    words[k] = words[SHIFT - 1] ^ mix(words[k], words[0]);
    this.#index = 0;
  }
}

function tempered(word: number): number {
  let y = word;
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return y ^ (y >>> 18);
}

function mix(u: number, v: number): number {
  return (((u & 0x80000000) | (v & 0x7fffffff)) >>> 1) ^ (v & 1 ? 0x9908b0df : 0);
}

/** Box and Muller over 16 uniforms from `start`, in place: the first 8 give radii, the last 8 angles. */
function toNormals(out: Float32Array, start: number, mean: number, std: number): void {
  const mean32 = Math.fround(mean);
  const std32 = Math.fround(std);
  for (let i = start; i < start + BLOCK / 2; i++) {
    const radius = Math.sqrt(-2 * log(1 - out[i])); // uniforms are below 1
    const theta = Math.fround(TWO_PI_32 * out[i + BLOCK / 2]);
    out[i] = fma32(Math.fround(radius * cos(theta)), std32, mean32);
    out[i + BLOCK / 2] = fma32(Math.fround(radius * sin(theta)), std32, mean32);
  }
}
