// What is wrong with each file of faults/, and what the first fix must make of it.

export interface Fault {
  readonly file: string;
  /** Codes that name the cause: the first finding must bear one. */
  readonly cause: readonly string[];
  /** What 2,000 iterations after the first fix must reach on the training rows; null where no edit of the file can help. */
  readonly reach: { readonly accuracy: number } | { readonly loss: number } | null;
}

export const faults: readonly Fault[] = [
  { file: 'softmax-twice', cause: ['softmax-before-cross-entropy'], reach: { accuracy: 0.97 } },
  { file: 'sigmoid-twice', cause: ['sigmoid-before-bce-with-logits'], reach: { accuracy: 0.97 } },
  { file: 'no-sigmoid', cause: ['missing-sigmoid'], reach: { accuracy: 0.97 } },
  { file: 'softmax-before-nll', cause: ['nll-needs-log-softmax'], reach: { accuracy: 0.95 } },
  { file: 'raw-before-nll', cause: ['nll-needs-log-softmax'], reach: { accuracy: 0.95 } },
  { file: 'softmax-of-one', cause: ['softmax-of-one'], reach: { accuracy: 0.97 } },
  { file: 'relu-on-values', cause: ['output-range'], reach: { loss: 0.02 } },
  { file: 'init-zeros', cause: ['identical-units'], reach: { accuracy: 0.97 } },
  { file: 'init-zeros-everywhere', cause: ['identical-units'], reach: { accuracy: 0.97 } },
  { file: 'init-constant', cause: ['identical-units'], reach: { accuracy: 0.97 } },
  { file: 'init-wide-deep', cause: ['wide-init', 'initial-spread'], reach: { accuracy: 0.97 } },
  { file: 'init-saturates', cause: ['wide-init', 'saturated-units'], reach: { accuracy: 0.97 } },
  { file: 'rate-high-sgd', cause: ['learning-rate'], reach: { accuracy: 0.95 } },
  { file: 'rate-high-adam', cause: ['learning-rate'], reach: { accuracy: 0.97 } },
  { file: 'rate-high-momentum', cause: ['learning-rate'], reach: { accuracy: 0.97 } },
  { file: 'rate-high-values', cause: ['updates-too-large', 'non-finite', 'diverging'], reach: { loss: 0.05 } },
  { file: 'rate-high-digits', cause: ['updates-too-large', 'diverging', 'dead-relu'], reach: { accuracy: 0.97 } },
  { file: 'rate-low-sgd', cause: ['updates-too-small'], reach: { accuracy: 0.95 } },
  { file: 'rate-low-adam', cause: ['updates-too-small'], reach: { accuracy: 0.97 } },
  { file: 'rate-low-far', cause: ['learning-rate', 'updates-too-small'], reach: { accuracy: 0.97 } },
  { file: 'no-nonlinearity', cause: ['collapsed-linear'], reach: { accuracy: 0.97 } },
  { file: 'sigmoid-stack', cause: ['sigmoid-stack'], reach: { accuracy: 0.97 } },
  { file: 'rate-high-transformer', cause: ['updates-too-large'], reach: { accuracy: 0.95 } },
  { file: 'rate-low-lstm', cause: ['updates-too-small'], reach: { accuracy: 0.95 } },
  { file: 'rate-low-residual', cause: ['updates-too-small'], reach: { accuracy: 0.9 } },
  { file: 'no-nonlinearity-repeat', cause: ['collapsed-linear'], reach: { loss: 0.1 } },
  { file: 'deep-relu-default', cause: ['vanishing-gradient'], reach: { accuracy: 0.95 } },
  { file: 'init-zeros-lstm', cause: ['identical-units'], reach: { accuracy: 0.95 } },
  { file: 'inputs-unscaled', cause: ['input-scale'], reach: { accuracy: 0.97 } },
  { file: 'dead-bias', cause: ['dead-from-start'], reach: { accuracy: 0.97 } },
  { file: 'frozen', cause: ['nothing-to-train'], reach: { accuracy: 0.97 } },
  { file: 'unused-layer', cause: ['unused-layer'], reach: { accuracy: 0.97 } },
  { file: 'too-few-outputs', cause: ['class-count'], reach: { accuracy: 0.97 } },
  { file: 'overfitting', cause: ['overfitting'], reach: { accuracy: 0.97 } },
  { file: 'no-hidden-layer', cause: ['stuck-loss'], reach: { accuracy: 0.97 } },
  { file: 'labels-random', cause: ['labels-independent'], reach: null },
  { file: 'decay-strong', cause: ['strong-decay'], reach: { accuracy: 0.95 } },
  { file: 'rate-scheduled-away', cause: ['updates-too-small'], reach: { accuracy: 0.95 } },
  { file: 'no-nonlinearity-transformer', cause: ['collapsed-linear'], reach: { accuracy: 0.95 } },
  { file: 'softmax-of-value', cause: ['softmax-of-one'], reach: { loss: 0.05 } },
  { file: 'softplus-before-bce', cause: ['missing-sigmoid'], reach: { accuracy: 0.97 } },
  { file: 'rare-class', cause: ['class-never-predicted'], reach: { accuracy: 0.97 } },
  { file: 'dropout-strong', cause: ['strong-dropout'], reach: { accuracy: 0.95 } },
  { file: 'bias-saturates', cause: ['saturated-from-start'], reach: { accuracy: 0.9 } },
  { file: 'vocabulary-small', cause: ['embedding-rows'], reach: { accuracy: 0.95 } },
  { file: 'attention-unmasked', cause: ['sees-the-answer'], reach: { accuracy: 0.7 } },
  { file: 'attention-without-positions', cause: ['no-positions'], reach: { accuracy: 0.95 } },
];
