// The maps that a layer gives for a sample, an image each: what layers over images show.
import { text } from '../text.ts';
import type { LayerPicture } from './layer.ts';

/** Of an output [rows, channels, height, width]. */
export const featureMaps: LayerPicture = {
  label: text('feature maps'),
  tensor: 'output',
  each: 1,
  sample: 0,
  rows: 2,
  columns: 3,
};
