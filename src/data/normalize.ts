// Scaling of features, by what the training rows measure. Sums are taken in double precision, row after row.

export type Normalize = 'none' | 'standard' | 'minmax';

/** Both are [rows, features]. `standard`: mean 0, population standard deviation 1; `minmax`: 0 to 1. Makes new arrays. */
export function normalized(
  train: Float32Array,
  test: Float32Array,
  features: number,
  kind: Normalize,
): { train: Float32Array; test: Float32Array } {
  if (kind === 'none') return { train, test };
  const scales = Array.from({ length: features }, (_, feature) =>
    kind === 'standard' ? standardScale(train, feature, features) : minmaxScale(train, feature, features),
  );
  const apply = (x: Float32Array) => {
    const out = new Float32Array(x.length);
    for (let i = 0; i < x.length; i++) {
      const { shift, divisor } = scales[i % features];
      out[i] = (x[i] - shift) / divisor;
    }
    return out;
  };
  return { train: apply(train), test: apply(test) };
}

/** x becomes (x − shift) / divisor. */
interface Scale {
  readonly shift: number;
  readonly divisor: number;
}

/** A constant feature is only centred. */
function standardScale(x: Float32Array, feature: number, features: number): Scale {
  const rows = x.length / features;
  const { low, high } = rangeOf(x, feature, features);
  if (low === high) return { shift: low, divisor: 1 };
  let sum = 0;
  for (let i = feature; i < x.length; i += features) sum += x[i];
  const mean = sum / rows;
  let squares = 0;
  for (let i = feature; i < x.length; i += features) squares += (x[i] - mean) * (x[i] - mean);
  return { shift: mean, divisor: Math.sqrt(squares / rows) };
}

/** A constant feature becomes 0. */
function minmaxScale(x: Float32Array, feature: number, features: number): Scale {
  const { low, high } = rangeOf(x, feature, features);
  return { shift: low, divisor: low === high ? 1 : high - low };
}

function rangeOf(x: Float32Array, feature: number, features: number): { low: number; high: number } {
  let low = Infinity;
  let high = -Infinity;
  for (let i = feature; i < x.length; i += features) {
    low = Math.min(low, x[i]);
    high = Math.max(high, x[i]);
  }
  return { low, high };
}
