// Which picture a card shows for each kind of view. A layer's record names its kind; its type is never asked for.
import type { ComponentType } from 'preact';
import type { LayerViewDescription } from '../../../src/protocol/description.ts';
import { ActivationThumbnail } from './activation.tsx';
import { PlainThumbnail } from './plain.tsx';
import type { ThumbnailProps } from './props.ts';
import { RowsThumbnail } from './rows.tsx';
import { WeightsThumbnail } from './weights.tsx';

export const thumbnails: Record<LayerViewDescription['kind'], ComponentType<ThumbnailProps>> = {
  weights: WeightsThumbnail,
  activation: ActivationThumbnail,
  rows: RowsThumbnail,
  plain: PlainThumbnail,
};
