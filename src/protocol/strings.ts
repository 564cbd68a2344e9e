// Every string that the webview shows, made by the host through `vscode.l10n` and sent with the start. {0} {1} are filled
// in by the webview's `format`. Symbols and PyTorch's names are not translated.

/** The part of vscode.l10n that is used: the literal texts below are what the translators see. */
export interface Localizer {
  t(message: string): string;
}

export type ViewStrings = ReturnType<typeof viewStrings>;

export function viewStrings(l10n: Localizer) {
  return {
    ...controlStrings(l10n),
    ...graphStrings(l10n),
    ...healthStrings(l10n),
    ...inspectorStrings(l10n),
    ...neuronStrings(l10n),
    ...panelStrings(l10n),
  };
}

function controlStrings(l10n: Localizer) {
  return {
    loading: l10n.t('Loading the network…'),
    controls: l10n.t('Stepping'),
    reset: l10n.t('Reset'),
    resetTip: l10n.t('Back to the start of the run (Shift+F5)'),
    back: l10n.t('Back'),
    backTip: l10n.t('One step back'),
    step: l10n.t('Step'),
    stepTip: l10n.t('One step of the chosen size (F10); one operation (F11)'),
    stepSize: l10n.t('Size of a step'),
    run: l10n.t('Run'),
    runTip: l10n.t('Run (F5)'),
    pause: l10n.t('Pause'),
    pauseTip: l10n.t('Pause (F5)'),
    speed: l10n.t('speed'),
    fullSpeed: l10n.t('as fast as it goes'),
    stepsPerSecond: l10n.t('{0} steps a second'),
    operation: l10n.t('Operation'),
    layer: l10n.t('Layer'),
    phase: l10n.t('Phase'),
    iteration: l10n.t('Iteration'),
    epoch: l10n.t('Epoch'),
    parameterCount: l10n.t('{0} parameters'),
    seed: l10n.t('seed {0}'),
    iterationReadout: l10n.t('iteration'),
    iterationNumber: l10n.t('iteration {0}'),
    epochReadout: l10n.t('epoch'),
    batchesOf: l10n.t('{0} batches an epoch'),
    lossReadout: l10n.t('loss'),
    lrReadout: l10n.t('lr'),
    rate: l10n.t('{0} iterations a second'),
    testAccuracy: l10n.t('test acc'),
    trainAccuracy: l10n.t('train acc'),
    testLoss: l10n.t('test loss'),
    trainLoss: l10n.t('train loss'),
    playhead: l10n.t('Moment of the run'),
    timelineSummary: l10n.t('Loss over {0} iterations, now {1}'),
    oneMistake: l10n.t('There is a mistake in the file.'),
    manyMistakes: l10n.t('There are {0} mistakes in the file.'),
    lastGoodGraph: l10n.t('Below is the last network that could be read.'),
    lineNumber: l10n.t('Line {0}'),
    nothing: l10n.t('There is no network in this file yet.'),
    nothingBroken: l10n.t('The network can’t be shown before the mistakes above are mended.'),
    openSource: l10n.t('Open Source'),
  };
}

function graphStrings(l10n: Localizer) {
  return {
    data: l10n.t('data'),
    forward: l10n.t('forward'),
    loss: l10n.t('loss'),
    backward: l10n.t('backward'),
    update: l10n.t('update'),
    badgeForward: l10n.t('forward ▶'),
    badgeBackward: l10n.t('◀ backward'),
    badgeUpdate: l10n.t('update'),
    instructionOf: l10n.t('instruction {0} of {1}'),
    instructionShort: l10n.t('{0} / {1}'),
    notStarted: l10n.t('freshly initialised, nothing executed yet'),
    graphSummary: l10n.t('Network {0}, {1} nodes. Arrow keys walk, Enter pins, Space shows details.'),
    view: l10n.t('View'),
    zoomIn: l10n.t('Zoom in (+)'),
    zoomOut: l10n.t('Zoom out (−)'),
    fit: l10n.t('Fit (F)'),
    activation: l10n.t('activation'),
    gradient: l10n.t('gradient'),
    params: l10n.t('{0} params'),
    frozen: l10n.t('frozen'),
    trainRows: l10n.t('{0} train'),
    testRows: l10n.t('{0} test'),
    meanOver: l10n.t('mean over {0}'),
    sumOver: l10n.t('sum over {0}'),
    details: l10n.t('Details'),
    flow: l10n.t('{0} → {1}'),
    heatMapSummary: l10n.t('{0} {1}, largest magnitude {2}'),
    histogramSummary: l10n.t('Distribution of {0} from {1} to {2}'),
    noTensorYet: l10n.t('{0} is not computed yet'),
    curveSummary: l10n.t('{0}; inputs here from {1} to {2}'),
    scatterSummary: l10n.t('{0}: {1} training points'),
    imagesSummary: l10n.t('{0} images of {1}'),
  };
}

function healthStrings(l10n: Localizer) {
  return {
    health: l10n.t('Health'),
    healthy: l10n.t('Nothing wrong here so far'),
    beforeRun: l10n.t('before the run'),
    sinceIteration: l10n.t('since iteration {0}'),
    why: l10n.t('Why?'),
    whyOf: l10n.t('Why: {0}'),
  };
}

function inspectorStrings(l10n: Localizer) {
  return {
    inspector: l10n.t('Inspector'),
    closeInspector: l10n.t('Close the inspector'),
    resizeInspector: l10n.t('Width of the inspector'),
    chooseLayer: l10n.t('Choose a layer in the graph to look into it.'),
    weights: l10n.t('Weights'),
    activations: l10n.t('Activations'),
    gradients: l10n.t('Gradients'),
    init: l10n.t('Init'),
    initFigure: l10n.t('init'),
    parameter: l10n.t('Parameter'),
    tensor: l10n.t('Tensor'),
    axis: l10n.t('axis {0}'),
    rows: l10n.t('rows'),
    columns: l10n.t('columns'),
    reducedHint: l10n.t('a cell is the largest of {0} × {1}'),
    mapZoomIn: l10n.t('Zoom in (+, Ctrl and wheel)'),
    mapZoomOut: l10n.t('Zoom out (−)'),
    mapFit: l10n.t('Whole tensor (0)'),
    colourScale: l10n.t('What the colours reach to'),
    scaleLimit: l10n.t('Limit of the colours'),
    scaleTensor: l10n.t('largest'),
    scaleRobust: l10n.t('99 %'),
    scaleFixed: l10n.t('fixed'),
    cellHint: l10n.t('{0} × {1}: point at a cell for its numbers'),
    copyAs: l10n.t('Copy as'),
    saveNpy: l10n.t('Save .npy'),
    distribution: l10n.t('Distribution'),
    distributionAgainstInit: l10n.t('Distribution: now against its init'),
    now: l10n.t('now'),
    drawn: l10n.t('drawn'),
    atInit: l10n.t('at init'),
    theory: l10n.t('theory'),
    initDefault: l10n.t('PyTorch’s default for this {0}'),
    initExplicit: l10n.t('set in the file'),
    meanStd: l10n.t('mean · std'),
    minMax: l10n.t('min · max'),
    norm: l10n.t('norm'),
    zeros: l10n.t('zeros'),
    notFinite: l10n.t('not finite'),
    updateByWeight: l10n.t('update ÷ weight'),
    samplesByUnits: l10n.t('samples × units'),
    curve: l10n.t('Curve'),
    inputsHere: l10n.t('inputs of this layer'),
    updateTab: l10n.t('Update'),
    updateHint: l10n.t('what the last step added to {0}'),
    optimizerState: l10n.t('remembered by the optimizer'),
  };
}

function neuronStrings(l10n: Localizer) {
  return {
    neuron: l10n.t('One neuron, in numbers'),
    unit: l10n.t('unit'),
    sample: l10n.t('sample'),
    forwardPass: l10n.t('Forward'),
    backwardPass: l10n.t('Backward'),
    termsBySize: l10n.t('terms, the largest first'),
    otherTerms: l10n.t('{0} smaller terms'),
    showFewTerms: l10n.t('Show fewer'),
    notComputed: l10n.t('Not computed yet: step once.'),
    weightsBefore: l10n.t('The weights as they were when z was computed, before the last update.'),
    otherMoment: l10n.t('Not computed yet in this iteration: z still is that of the iteration before.'),
    gradientsBefore: l10n.t(
      'The backward pass of this iteration has not come here yet: these are the gradients before.',
    ),
    backwardHint: l10n.t('∂L/∂z · x is this sample’s part; ∂L/∂w adds up those of all {0}.'),
    slopeHere: l10n.t('slope here'),
    thisSample: l10n.t('this sample’s part, one of {0} that are added up'),
    readCell: l10n.t('{0} = {1}, show the cell'),
    outsideCurve: l10n.t('outside of the curve'),
    noActivation: l10n.t('{0} takes z as it is'),
    gradientOfWeight: l10n.t('over the whole batch'),
    stepTaken: l10n.t('what the last step added'),
    choosesSample: l10n.t('Sample {0}, shown by ƒ'),
    dataPanel: l10n.t('Data'),
    dataHint: l10n.t('the batch of this moment; the chosen sample is the one that ƒ shows'),
    moreColumns: l10n.t('+ {0} more'),
    sampleImage: l10n.t('Image of sample {0}'),
    wrongAnswer: l10n.t('wrong'),
  };
}

function panelStrings(l10n: Localizer) {
  return {
    panels: l10n.t('Panels'),
    hidePanels: l10n.t('Hide the panels'),
    showPanels: l10n.t('Show the panels'),
    resizePanels: l10n.t('Height of the panels'),
    throughDepth: l10n.t('Through depth'),
    throughDepthHint: l10n.t(
      'each layer’s activations (blue, left) and gradients (orange, right), log scale · dashed: at initialisation',
    ),
    depthSummary: l10n.t('{0}: activations mostly near {1}, gradients near {2}; zeros {3}'),
    curves: l10n.t('Curves'),
    logAxis: l10n.t('log axis'),
    batch: l10n.t('batch'),
    train: l10n.t('train'),
    test: l10n.t('test'),
    accuracy: l10n.t('accuracy'),
    output: l10n.t('Output'),
    boundarySummary: l10n.t('Decision boundary over the plane of {0}'),
    fitSummary: l10n.t('The network as a function, over {0}'),
    confusionTitle: l10n.t('true class ↓ predicted → ({0})'),
    confusionSummary: l10n.t('Confusion matrix of the {0} part: {1} of {2} right'),
    target: l10n.t('target'),
    prediction: l10n.t('prediction'),
    predictionSummary: l10n.t('Prediction against target of the batch'),
  };
}
