// The layout's thread: takes sizes and links, answers with places.
import { placeInRanks, type Sizes } from './ranks.ts';

addEventListener('message', ({ data }: MessageEvent<{ id: number; sizes: Sizes }>) =>
  postMessage({ id: data.id, ranked: placeInRanks(data.sizes) }),
);
