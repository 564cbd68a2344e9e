// PyTorch's `dim`: counts the batch dimension as 0, and from the end when negative.
import type { Shape } from '../shape.ts';
import { type Text, text } from '../text.ts';

/** The axis of a batched tensor (1 is a sample's first) that `dim` means for samples of this shape, or why it can't be. */
export function sampleAxis(
  name: string,
  dim: number,
  sample: Shape,
): { readonly axis: number } | { readonly problem: Text } {
  const axis = dim < 0 ? dim + sample.length + 1 : dim;
  if (axis === 0)
    return {
      problem: text('{0} {1} is the batch dimension: samples would be mixed. Use {0} -1 for the last.', name, dim),
    };
  if (axis < 0 || axis > sample.length) {
    return {
      problem: text(
        '{0} {1} is out of range: with the batch dimension the input has {2} dimensions.',
        name,
        dim,
        sample.length + 1,
      ),
    };
  }
  return { axis };
}
