// Did you mean …? The name that was most likely meant: another library's word for it, another spelling, or the nearest
// by edits.

/** What other libraries and habits call things, written plainly (see `plainly`), and what they are called here. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  // fields
  ...{ optimiser: ['optimizer'], opt: ['optimizer'], criterion: ['loss'], cost: ['loss'], lossfunction: ['loss'] },
  ...{
    learningrate: ['lr'],
    alpha: ['lr', 'negative_slope'],
    eta: ['lr'],
    slope: ['negative_slope'],
    decay: ['weight_decay'],
  },
  ...{ units: ['out_features'], neurons: ['out_features'], size: ['out_features'], outputsize: ['out_features'] },
  ...{ hidden: ['out_features'], hiddensize: ['out_features'], outputs: ['out_features'], out: ['out_features'] },
  ...{ usebias: ['bias'], batch: ['batch_size'], batchsize: ['batch_size'], epoch: ['epochs'], numepochs: ['epochs'] },
  ...{
    dataset: ['data'],
    model: ['layers'],
    modules: ['layers'],
    network: ['layers'],
    train: ['training'],
    title: ['name'],
  },
  ...{
    input: ['inputs'],
    from: ['inputs'],
    initializer: ['init'],
    initialization: ['init'],
    kernelinitializer: ['init'],
  },
  ...{ kind: ['type', 'source'], class: ['type'], trainable: ['frozen'], freeze: ['frozen'], axis: ['dim'] },
  ...{
    n: ['samples'],
    nsamples: ['samples'],
    count: ['samples'],
    rows: ['samples'],
    randomstate: ['seed'],
    manualseed: ['seed'],
  },
  ...{
    testsize: ['test'],
    testsplit: ['test'],
    validation: ['test'],
    split: ['test'],
    file: ['path'],
    label: ['target'],
  },
  ...{ labels: ['target'], targetcolumn: ['target'], normalise: ['normalize'], scale: ['normalize'], type: ['source'] },
  ...{ l2: ['weight_decay'], beta: ['betas'], beta1: ['betas'], epsilon: ['eps'], stddev: ['std'], sigma: ['std'] },
  ...{ lrscheduler: ['scheduler'], schedule: ['scheduler'], regularization: ['penalties'], penalty: ['penalties'] },
  ...{
    gradientclip: ['clip'],
    gradclip: ['clip'],
    clipnorm: ['clip', 'norm'],
    maxnorm: ['norm'],
    clipvalue: ['value'],
  },
  ...{ classweights: ['weight'], weights: ['weights', 'weight'], smoothing: ['label_smoothing'], tmax: ['T_max'] },
  // types
  ...{ dense: ['Linear'], fc: ['Linear'], fullyconnected: ['Linear'], logistic: ['Sigmoid'], relu6: ['ReLU'] },
  ...{
    leaky: ['LeakyReLU'],
    lrelu: ['LeakyReLU'],
    concatenate: ['Concat'],
    cat: ['Concat'],
    sum: ['Add'],
    residual: ['Add'],
  },
  ...{ reshape: ['Flatten'], linear: ['Identity'], none: ['none', 'Identity'] },
  ...{ crossentropy: ['CrossEntropyLoss'], categoricalcrossentropy: ['CrossEntropyLoss'], ce: ['CrossEntropyLoss'] },
  ...{
    softmaxcrossentropy: ['CrossEntropyLoss'],
    mse: ['MSELoss'],
    meansquarederror: ['MSELoss'],
    l2loss: ['MSELoss'],
  },
  ...{
    mae: ['L1Loss'],
    meanabsoluteerror: ['L1Loss'],
    l1: ['L1Loss'],
    binarycrossentropy: ['BCELoss'],
    bce: ['BCELoss'],
  },
  ...{ logloss: ['BCELoss'], nll: ['NLLLoss'], bcelogits: ['BCEWithLogitsLoss'], negativeloglikelihood: ['NLLLoss'] },
  ...{ gradientdescent: ['SGD'], momentum: ['SGD'], kldivergence: ['KLDivLoss'], kl: ['KLDivLoss'] },
  ...{
    cosine: ['CosineAnnealingLR'],
    cosineannealing: ['CosineAnnealingLR'],
    onecycle: ['OneCycleLR'],
    step: ['StepLR'],
  },
  ...{ exponential: ['ExponentialLR'], plateau: ['ReduceLROnPlateau'], warmup: ['warmup', 'LinearLR'] },
  ...{ identity: ['eye', 'Identity'] },
  ...{
    he: ['kaiming_normal'],
    henormal: ['kaiming_normal'],
    heuniform: ['kaiming_uniform'],
    kaiming: ['kaiming_uniform'],
  },
  ...{
    glorot: ['xavier_uniform'],
    glorotuniform: ['xavier_uniform'],
    glorotnormal: ['xavier_normal'],
    xavier: ['xavier_uniform'],
  },
  ...{ gaussian: ['normal', 'gaussians'], random: ['uniform', 'randn'], truncatednormal: ['trunc_normal'] },
  ...{
    zero: ['zeros'],
    one: ['ones'],
    const: ['constant'],
    twomoons: ['moons'],
    makemoons: ['moons'],
    makeblobs: ['blobs'],
  },
  ...{
    makecircles: ['circles'],
    mnist: ['digits'],
    standardize: ['standard'],
    zscore: ['standard'],
    minmaxscaler: ['minmax'],
  },
};

/** The best of `names` for what was written, or null when nothing is near. */
export function suggest(written: string, names: readonly string[]): string | null {
  const word = plainly(written);
  if (word === '') return null;
  const same = names.find((name) => plainly(name) === word);
  if (same !== undefined) return same;
  const known = Object.hasOwn(aliases, word) ? aliases[word] : undefined;
  const alias = known?.find((name) => names.includes(name));
  if (alias !== undefined) return alias;
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const name of names) {
    const candidate = plainly(name);
    const allowed = Math.max(1, Math.floor(Math.max(word.length, candidate.length) / 3));
    // Two letters are near everything.
    if (Math.min(word.length, candidate.length) < 3 && !word.startsWith(candidate.slice(0, 1))) continue;
    const found = distance(word, candidate, Math.min(allowed, bestDistance - 1));
    if (found < bestDistance && found <= allowed) [best, bestDistance] = [name, found];
  }
  return best;
}

/** Lower case, without separators, a module's path or the word `loss`'s and `layer`'s decoration. */
function plainly(name: string): string {
  const last = name.slice(name.lastIndexOf('.') + 1);
  return last
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/(.)layer$/, '$1');
}

/** Edits (insert, delete, replace, swap of neighbours) from a to b; Infinity when there are more than `limit`. */
export function distance(a: string, b: string, limit = Infinity): number {
  if (Math.abs(a.length - b.length) > limit || Math.min(a.length, b.length) > 64) return a === b ? 0 : Infinity;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      let edits = Math.min(last[j] + 1, row[j - 1] + 1, replaced);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) edits = Math.min(edits, beforeLast[j - 2] + 1);
      row.push(edits);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] <= limit ? last[b.length] : Infinity;
}
