// Loss, optimizer, scheduler and training loop of a network as PyTorch code.
import { layerType } from '../core/layers/layers.ts';
import { lossType } from '../core/losses/losses.ts';
import { optimizerType } from '../core/optimizers/optimizers.ts';
import { pythonLiteral } from '../core/pythonCall.ts';
import { schedulerType } from '../core/schedulers/schedulers.ts';
import { trainedParameters } from '../model/draft.ts';
import type { Network, NetworkLayer } from '../model/model.ts';
import { completeScheduler } from '../model/schedule.ts';
import { moduleReference } from './pythonNames.ts';

type Scheduler = NonNullable<Network['model']['scheduler']>;

/** How long the script trains: whole epochs, the last cut short after `iterations` in all where that is given. */
export interface Extent {
  readonly epochs: number;
  readonly iterations: number | null;
}

/** Lines from the criterion to the end of the loop. The script has `x`, `y` and `model`. */
export function pytorchTraining(network: Network, extent: Extent): readonly string[] {
  const { model } = network;
  const learns = trainedParameters(network).length > 0;
  const scheduler = learns ? schedulerOf(network) : null;
  const draws = network.layers.some(({ type, options }) => layerType(type)!.draws?.(options));
  return [
    `criterion = ${lossType(model.loss.type)!.pytorch(model.loss.options)}`,
    ...(learns ? optimizerLines(network) : []),
    ...(scheduler ? [`scheduler = ${schedulerType(scheduler.type)!.pytorch(scheduler.options)}`] : []),
    // Made last, so that it starts from what the scheduler starts with.
    ...(scheduler?.warmup
      ? [`warmup = ${schedulerType('LinearLR')!.pytorch({ ...scheduler.warmup, end_factor: 1 })}`]
      : []),
    '',
    ...(draws && model.training.shuffle ? permutationLines : []),
    'iteration = 0',
    `for epoch in range(${extent.epochs}):`,
    ...indented([
      ...(scheduler && judges(scheduler) ? ['total = 0'] : []),
      `for batch in ${batches(network, draws)}:`,
      ...indented(iterationLines(network, extent, learns, scheduler)),
      ...(scheduler ? epochLines(network, scheduler) : []),
    ]),
  ];
}

const permutationLines = [
  '# Dropout draws from the global generator: the order of the rows has one of its own, so that it stays the same.',
  'permutations = torch.Generator()',
  'permutations.set_state(torch.get_rng_state())',
  '',
];

function batches({ model, batches, batchSize, lastBatch, dataset }: Network, draws: boolean): string {
  const order = model.training.shuffle
    ? `torch.randperm(len(x)${draws ? ', generator=permutations' : ''})`
    : 'torch.arange(len(x))';
  const used = (batches - 1) * batchSize + lastBatch;
  return `${order}${used < dataset.train.rows ? `[:${used}]` : ''}.split(${batchSize})`;
}

function iterationLines(
  network: Network,
  { iterations }: Extent,
  learns: boolean,
  scheduler: Scheduler | null,
): string[] {
  const { model, layers } = network;
  const rows = lossType(model.loss.type)!.target === 'classes' && layers[layers.length - 1].outputShape.length > 1;
  // PyTorch wants the classes in dimension 1: positions are taken as rows.
  const output = rows ? 'model(x[batch]).flatten(0, -2)' : 'model(x[batch])';
  const target = rows ? 'y[batch].flatten()' : 'y[batch]';
  return [
    ...(learns ? ['optimizer.zero_grad()'] : []),
    `loss = criterion(${output}, ${target})`,
    ...(learns ? ['loss.backward()', ...penaltyLines(network), ...clipLines(network), 'optimizer.step()'] : []),
    'iteration += 1',
    'print(iteration, loss.item())',
    ...(scheduler ? schedulerLines(network, scheduler) : []),
    ...(iterations !== null && iterations % network.batches > 0 ? [`if iteration == ${iterations}:`, '    break'] : []),
  ];
}

function penaltyLines({ model: { penalties } }: Network): string[] {
  const terms = [
    ...(penalties.l1 ? [`${penalties.l1} * parameter.sign()`] : []),
    ...(penalties.l2 ? [`2 * ${penalties.l2} * parameter`] : []),
  ];
  if (terms.length === 0) return [];
  return [
    'with torch.no_grad():',
    '    for parameter in model.parameters():',
    '        if parameter.grad is not None:',
    `            parameter.grad += ${terms.join(' + ')}`,
  ];
}

function clipLines({ model: { clip } }: Network): string[] {
  if (clip?.norm !== undefined) return [`nn.utils.clip_grad_norm_(model.parameters(), ${clip.norm})`];
  return clip?.value === undefined ? [] : [`nn.utils.clip_grad_value_(model.parameters(), ${clip.value})`];
}

function optimizerLines(network: Network): string[] {
  const { type, options } = network.model.optimizer;
  const call = optimizerType(type)!.pytorch(options);
  const groups = groupLines(network);
  if (groups.length === 0) return [`optimizer = ${call}`];
  return `optimizer = ${call.replace('model.parameters()', ['[', ...indented(groups), ']'].join('\n'))}`.split('\n');
}

/** Parameter groups: the layers without options of their own, then each of the others; [] where there are no others. */
function groupLines({ model, layers }: Network): string[] {
  const trained = layers.filter(({ parameters }) => parameters.some(({ trained }) => trained));
  const own = trained.filter(({ optimizer }) => optimizer !== null);
  if (own.length === 0) return [];
  const parametersOf = ({ name }: NetworkLayer) => `${moduleReference('model', name)}.parameters()`;
  const rest = trained.filter(({ optimizer }) => optimizer === null).map(parametersOf);
  const common = rest.length === 1 ? rest[0] : `[${rest.map((parameters) => `*${parameters}`).join(', ')}]`;
  return [
    ...(rest.length > 0 ? [`{"params": ${common}},`] : []),
    ...own.map(
      (layer) => `{"params": ${[parametersOf(layer), ...differences(layer, model.optimizer.options)].join(', ')}},`,
    ),
  ];
}

/** The options in which a layer's optimizer differs from the file's: `"lr": 0.01`. */
function differences({ optimizer }: NetworkLayer, common: object): string[] {
  const shared = new Map<string, unknown>(Object.entries(common));
  return Object.entries(optimizer ?? {})
    .filter(([name, value]) => pythonLiteral(value) !== pythonLiteral(shared.get(name)))
    .map(([name, value]) => `"${name}": ${pythonLiteral(value)}`);
}

function schedulerOf({ model, batches }: Network): Scheduler | null {
  if (!model.scheduler) return null;
  const completed = completeScheduler(model.scheduler, model.training.epochs, batches);
  return 'problem' in completed ? null : completed;
}

function judges({ type }: Scheduler): boolean {
  return schedulerType(type)!.judge !== undefined;
}

/** What the schedulers do after an iteration. */
function schedulerLines({ model }: Network, scheduler: Scheduler): string[] {
  const summed = (model.loss.options as { reduction?: string }).reduction === 'sum';
  const warmup = scheduler.warmup?.total_iters ?? 0;
  const { total_steps } = scheduler.options as { total_steps?: number };
  // OneCycleLR refuses to be stepped on after its end.
  const condition = total_steps === undefined ? '' : `iteration < ${warmup + total_steps}`;
  const own =
    schedulerType(scheduler.type)!.every === 'epoch'
      ? []
      : condition && warmup === 0
        ? [`if ${condition}:`, '    scheduler.step()']
        : ['scheduler.step()'];
  const lines = judges(scheduler) ? [`total += loss.item()${summed ? '' : ' * len(batch)'}`] : [];
  if (warmup === 0) return [...lines, ...own];
  const otherwise = condition ? `elif ${condition}:` : 'else:';
  const after = own.length > 0 ? [otherwise, '    scheduler.step()'] : [];
  return [...lines, `if iteration <= ${warmup}:`, '    warmup.step()', ...after];
}

/** What they do after an epoch. */
function epochLines({ batches, batchSize, lastBatch }: Network, scheduler: Scheduler): string[] {
  if (schedulerType(scheduler.type)!.every !== 'epoch') return [];
  const rows = (batches - 1) * batchSize + lastBatch;
  const step = judges(scheduler) ? `scheduler.step(total / ${rows})` : 'scheduler.step()';
  return scheduler.warmup ? [`if iteration > ${scheduler.warmup.total_iters}:`, `    ${step}`] : [step];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `    ${line}`));
}
