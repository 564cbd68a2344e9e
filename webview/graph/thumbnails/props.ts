// What every thumbnail of a layer is given.
import type { LayerDescription, NetworkDescription } from '../../../src/protocol/description.ts';

export interface ThumbnailProps {
  readonly network: NetworkDescription;
  readonly layer: LayerDescription;
}
