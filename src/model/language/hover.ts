// What is said of the thing under the pointer: a layer with its shapes and inits in numbers, a loss or an optimizer with
// its formula, anything else with what it means and takes.
import { initType } from '../../core/inits/inits.ts';
import { layerType } from '../../core/layers/layers.ts';
import { lossType } from '../../core/losses/losses.ts';
import { optimizerType } from '../../core/optimizers/optimizers.ts';
import { schedulerType } from '../../core/schedulers/schedulers.ts';
import { shapeText } from '../../core/shape.ts';
import { type Text, text } from '../../core/text.ts';
import { expectation } from '../expectation.ts';
import { count } from '../memoryNeed.ts';
import type { NetworkParameter, Span } from '../model.ts';
import { isRepeat } from '../repeat.ts';
import { type Path, stringOf, valueOf } from '../tree.ts';
import { parameterCount } from './hints.ts';
import { type Found, locate, slotAt } from './locate.ts';
import type { Slot } from './slots.ts';
import { type LayerList, listAlong, type Understood } from './understood.ts';

export interface HoverText {
  readonly span: Span;
  readonly markdown: string;
}

/** Figures of a run at this moment. */
export interface LiveFigures {
  readonly iteration: number;
  /** Of the layer's output; null before the first forward. */
  readonly output: { readonly mean: number; readonly std: number } | null;
  /** l2 norms, by what the gradient is of: `output`, `weight`. */
  readonly gradients: readonly (readonly [of: string, norm: number])[];
}

/** @param say a message in the user's language */
export function hoverAt(
  understood: Understood,
  offset: number,
  live: LiveFigures | null,
  say: (text: Text) => string,
): HoverText | null {
  const found = locate(understood.root, offset);
  if (!found) return null;
  const at = layerAt(understood, found);
  const isRepeated = at !== null && isRepeat(at.list.nodes[at.index]);
  const slot = slotAt(understood.root, found.path);
  const parts =
    at === null || isRepeated ? aboutPlace(understood, found, slot, say) : aboutLayer(at.list, at.index, live, say);
  return parts.length === 0 ? null : { span: found.span, markdown: parts.join('\n\n') };
}

/** The name in the network of the layer that a hover here tells of (in a Repeat: the first): its `type` or `name`, or its name among another's `inputs`. */
export function hoveredLayer(understood: Understood, offset: number): string | null {
  const found = locate(understood.root, offset);
  const at = found && layerAt(understood, found);
  return at && (at.list.layers[at.index]?.name ?? at.list.names[at.index]);
}

function layerAt(
  understood: Understood,
  { path: whole, onName, node }: Found,
): { readonly list: LayerList; readonly index: number } | null {
  const { list, path } = listAlong(understood, whole);
  const [top, index, field, item] = path;
  if (top !== 'layers' || typeof index !== 'number' || onName) return null;
  if (path.length === 3 && (field === 'type' || field === 'name')) return { list, index };
  if (path.length !== 4 || field !== 'inputs' || typeof item !== 'number') return null;
  const source = list.names.indexOf(stringOf(node) ?? '');
  return source < 0 ? null : { list, index: source };
}

function aboutLayer(
  { nodes, names, layers }: LayerList,
  index: number,
  live: LiveFigures | null,
  say: (text: Text) => string,
): string[] {
  const type = stringOf(valueOf(nodes[index], 'type'));
  const record = type === null ? undefined : layerType(type);
  if (!record) return [];
  const layer = layers[index];
  const parts = [`**${escaped(names[index])}** · ${record.type}`, say(text('{0}', record.summary))];
  if (!layer) return [...parts, code(record.formula)];
  const inputs = layer.inputShapes.map(shapeText).join(' + ');
  const size = parameterCount(layer);
  const parameters = size === 1 ? say(text('1 parameter')) : say(text('{0} parameters', count(size)));
  parts.push(`\`${inputs} → ${shapeText(layer.outputShape)}\`${size > 0 ? ` · ${parameters}` : ''}`);
  if (layer.parameters.length > 0) parts.push(layer.parameters.map(initLine).join('\n'));
  parts.push(code(record.formula), code(record.pytorch(layer.options, layer.inputShapes), 'python'));
  if (live) parts.push(liveLine(live, say));
  return parts;
}

/** `- weight [16, 2] · kaiming_uniform: ±gain·√(3 / fan_in) = …` */
function initLine({ name, shape, fanIn, fanOut, explicit, init }: NetworkParameter): string {
  const spec = explicit ?? init;
  const formula = initType(spec.type)?.explain(spec.options, { shape, fanIn, fanOut }).formula ?? '';
  return `- \`${name}\` ${shapeText(shape).replace('[', '\\[')} · ${spec.type}: ${escaped(formula)}`;
}

function liveLine({ iteration, output, gradients }: LiveFigures, say: (text: Text) => string): string {
  const parts: string[] = [];
  if (output) parts.push(say(text('output mean {0}, std {1}', figure(output.mean), figure(output.std))));
  for (const [of, norm] of gradients) parts.push(say(text('‖∂L/∂{0}‖ {1}', of, figure(norm))));
  const figures = parts.length > 0 ? parts.join(' · ') : say(text('nothing computed yet'));
  return `${say(text('Iteration {0}', iteration))}: ${escaped(figures)}`;
}

function figure(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}

function aboutPlace(understood: Understood, found: Found, slot: Slot | null, say: (text: Text) => string): string[] {
  const { path, onName, node } = found;
  if (!slot) return [];
  const name = stringOf(node);
  const choice = onName ? undefined : (slot.choice ?? slot.typeOf);
  if (choice && name !== null) {
    if (!Object.hasOwn(choice.table, name)) return [];
    const heading = [`**${name}**`, say(text('{0}', choice.table[name].summary))];
    return [...heading, ...details(understood, choice.kind, path, say)];
  }
  const expected = slot.schema ? ` (${expectation(slot.schema)})` : '';
  return slot.description === '' ? [] : [`${say(text('{0}', slot.description))}${escaped(expected)}`];
}

/** Formula and numbers of what a name stands for, as far as the file says enough. */
function details(understood: Understood, kind: string, path: Path, say: (text: Text) => string): string[] {
  const { draft, sampleShape } = understood;
  switch (kind) {
    case 'loss': {
      const record = draft?.loss && lossType(draft.loss.type);
      return record ? [code(record.formula), code(record.pytorch(draft.loss.options), 'python')] : [];
    }
    case 'optimizer': {
      const record = draft?.optimizer && optimizerType(draft.optimizer.type);
      const options = draft?.optimizer?.options;
      return record && options ? [code(record.formula(options)), code(record.pytorch(options), 'python')] : [];
    }
    case 'scheduler': {
      const record = draft?.scheduler && schedulerType(draft.scheduler.type);
      return record ? [code(record.pytorch(draft.scheduler.options), 'python')] : [];
    }
    case 'data':
      return sampleShape ? [say(text('One sample: {0}', shapeText(sampleShape))).replace('[', '\\[')] : [];
    case 'init':
      return initLines(listAlong(understood, path));
    default:
      return [];
  }
}

/** Of the parameters that the init at this path goes to. */
function initLines({ list, path: [, index, , parameter] }: { list: LayerList; path: Path }): string[] {
  const layer = typeof index === 'number' ? list.layers[index] : null;
  const reached = layer?.parameters.filter(({ name, explicit }) => {
    return explicit && (parameter === undefined || parameter === 'type' || name === parameter);
  });
  return reached && reached.length > 0 ? [reached.map(initLine).join('\n')] : [];
}

function code(content: string, language = ''): string {
  return `\`\`\`${language}\n${content}\n\`\`\``;
}

function escaped(content: string): string {
  return content.replace(/[\\`*_{}[\]<>|~#]/g, '\\$&');
}
