// What every tab of the inspector is given.
import type { NetworkDescription } from '../../src/protocol/description.ts';

export interface TabProps {
  readonly network: NetworkDescription;
  /** −1 the data, layers.length the loss. */
  readonly index: number;
  /** Pixels for pictures. */
  readonly width: number;
}
