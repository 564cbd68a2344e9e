// All kernels (`../kernels.ts` says what each does), and where the memory is free for tensors.
import { endAfter } from './scratch';

export { gemm, gemmColumns } from './gemm';
export { elementwise, elementwiseRange } from './elementwise';
export { argmax, columnSum, sum, total } from './reductions';
export { logSoftmax, logSoftmaxBackward, softmax, softmaxBackward } from './softmax';
export { crossEntropyBackward, dividedSum, nll, nllBackward } from './classLoss';
export { norm } from './gradientNorm';
export { copy, copyBlocks, fill, gatherRows, hash } from './movement';
export { countZeros, fingerprint, largest, smallest } from './glance';
export { firstNonFinite, histogram, logHistogram, statistics } from './statistics';
export { conv2d, conv2dInputGradient, conv2dWeightGradient, conv2dWeightGradientOf } from './conv';
export { adaptiveAvgPool2d, adaptiveAvgPool2dBackward, avgPool2d, avgPool2dBackward, maxPool2d, maxPool2dBackward } from './pool';
export {
  batchNormBackward, channelGradients, channelMoments, channelNormalize, channelSum, layerNorm, layerNormBackward,
  layerNormWeightGradient, updateRunning,
} from './norm';
export { gruStep, gruStepBackward, lstmStep, lstmStepBackward, rnnStep, rnnStepBackward } from './recurrent';
export { gemmBatched, scaleScores } from './attention';
export { addRepeated, copyStrided, embedding, embeddingBackward, prelu, preluBackward, preluWeightGradient } from './lookup';
export { dropoutMask } from './dropout';
export { pad2d, pad2dBackward } from './pad';

export { useScratch } from './scratch';

/** First byte after the kernels' own scratch for so many threads, a multiple of 64. */
export function base(threads: i32): usize {
  return endAfter(threads);
}
