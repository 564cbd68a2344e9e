// Elementary functions in double precision whose bits are the same on every JavaScript engine: only + − × ÷ and sqrt,
// which IEEE 754 defines exactly. Used where a seed gives meaning to them (normals, truncated normals, generated data).
// log, exp, sin and cos follow Sun's fdlibm (https://www.netlib.org/fdlibm/), whose error is below one unit in the last
// place; they differ from a C library's by at most that unit.

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

/** Natural logarithm; −∞ at 0, NaN below. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  // x = mantissa · 2^exponent with mantissa in [√½, √2), by exact multiplications.
  let mantissa = x;
  let exponent = 0;
  while (mantissa < 2 ** -32) {
    mantissa *= 2 ** 32;
    exponent -= 32;
  }
  while (mantissa >= 2 ** 32) {
    mantissa *= 2 ** -32;
    exponent += 32;
  }
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent -= 1;
  }
  while (mantissa >= Math.SQRT2) {
    mantissa *= 0.5;
    exponent += 1;
  }
  const f = mantissa - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const half = 0.5 * f * f;
  return exponent * LN2_HIGH - (half - (s * (half + odd + even) + exponent * LN2_LOW) - f);
}

/** e to the x. */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  // A product and not the constant: with that the engine would make an object of every result.
  if (x > 709.782712893384) return x * Infinity;
  if (x < -745.1332191019411) return 0;
  // x = exponent · ln 2 + r with |r| ≤ ½ ln 2.
  const exponent = Math.floor(x * 1.442695040888963387 + 0.5);
  const high = x - exponent * LN2_HIGH;
  const low = exponent * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t * (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  return scaleByPowerOfTwo(1 - (low - (r * c) / (2 - c) - high), exponent);
}

/** x · 2^exponent; rounds once, on underflow. */
function scaleByPowerOfTwo(x: number, exponent: number): number {
  let left = exponent;
  for (; left > 64; left -= 64) x *= 2 ** 64;
  for (; left > 0; left -= 1) x *= 2;
  // Down in one step, so that a subnormal result is rounded once.
  let factor = 1;
  for (; left < -1000; left += 1) x *= 0.5;
  for (; left < 0; left += 1) factor *= 0.5;
  return x * factor;
}

/** Sine of x radians, |x| up to 2¹⁹·π/2. */
export function sin(x: number): number {
  return sinAhead(x, 0);
}

/** Cosine of x radians, |x| up to 2¹⁹·π/2. */
export function cos(x: number): number {
  return sinAhead(x, 1);
}

/** Sine of x + quarters · π/2. */
function sinAhead(x: number, quarters: number): number {
  const turns = Math.abs(x) <= Math.PI / 4 ? 0 : Math.floor(x * 6.36619772367581382433e-1 + 0.5);
  // x = turns · π/2 + (high + low) with |high| ≤ π/4; π/2 in four parts of 33 bits (Cody and Waite), so products are exact.
  const first = x - turns * 1.57079632673412561417;
  const secondPart = turns * 6.0771005063039659766e-11;
  const second = first - secondPart;
  const thirdPart = turns * 2.0222662487111664558e-21;
  const third = second - thirdPart;
  // The fourth part, and what rounding lost of the others.
  const lost = turns * 8.47842766036889956997e-32 - (second - third - thirdPart) - (first - second - secondPart);
  const high = third - lost;
  const low = third - high - lost;
  const quadrant = (((turns + quarters) % 4) + 4) % 4;
  const size = quadrant % 2 === 0 ? sinNearZero(high, low) : cosNearZero(high, low);
  return quadrant < 2 ? size : -size;
}

/** Sine of x + tail, |x| ≤ π/4. */
function sinNearZero(x: number, tail: number): number {
  const z = x * x;
  const v = z * x;
  const r =
    8.33333333332248946124e-3 +
    z *
      (-1.98412698298579493134e-4 +
        z * (2.75573137070700676789e-6 + z * (-2.50507602534068634195e-8 + z * 1.58969099521155010221e-10)));
  return x - (z * (0.5 * tail - v * r) - tail - v * -1.66666666666666324348e-1);
}

/** Cosine of x + tail, |x| ≤ π/4. */
function cosNearZero(x: number, tail: number): number {
  const z = x * x;
  const r =
    z *
    (4.16666666666666019037e-2 +
      z *
        (-1.38888888888741095749e-3 +
          z *
            (2.48015872894767294178e-5 +
              z * (-2.75573143513906633035e-7 + z * (2.0875723212981748279e-9 + z * -1.13596475577881948265e-11)))));
  const half = 0.5 * z;
  const w = 1 - half;
  return w + (1 - w - half + (z * r - x * tail));
}

/** Error function, 2/√π ∫₀ˣ e^−t² dt, by the series e^−x² Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!, whose terms all have one sign. */
export function erf(x: number): number {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) > 6) return x > 0 ? 1 : -1;
  const square = x * x;
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > Math.abs(sum) * 2 ** -54; odd += 2) {
    term *= (2 * square) / odd;
    sum += term;
  }
  return 1.1283791670955126 * exp(-square) * sum;
}

/** a · b + c of three float32 numbers, rounded to float32 once, as a fused multiply-add does. */
export function fma32(a: number, b: number, c: number): number {
  const product = a * b; // exact: 24 + 24 bits
  const sum = product + c;
  const rounded = Math.fround(sum);
  const remainder = sum - rounded;
  if (remainder === 0) return rounded;
  // `sum` was rounded to double first. That only matters where it fell on the middle of two float32 neighbours.
  const neighbour = rounded + 2 * remainder;
  if (Math.fround(neighbour) !== neighbour) return rounded;
  const lost = roundingError(product, c, sum);
  if (lost === 0) return rounded;
  return lost > 0 === remainder > 0 ? neighbour : rounded;
}

/** (a + b) − sum exactly, for sum = a + b rounded (Knuth's two-sum). */
function roundingError(a: number, b: number, sum: number): number {
  const virtual = sum - a;
  return a - (sum - virtual) + (b - virtual);
}
