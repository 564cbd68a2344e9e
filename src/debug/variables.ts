// The variables view: scopes, layers and tensors as a tree that is asked for piece by piece, so that looking at a large
// tensor costs what is shown of it.
import { sizeOf, type Shape } from '../core/shape.ts';
import { formatText } from '../core/text.ts';
import type { Evaluation } from '../protocol/debug.ts';
import type { LayerDescription, NetworkDescription } from '../protocol/description.ts';
import type { DebugTarget } from './target.ts';

export interface ShownVariable {
  readonly name: string;
  readonly value: string;
  readonly type: string;
  /** An expression that gives it; null where none does. */
  readonly expression: string | null;
  /** 0: nothing below it. */
  readonly reference: number;
  readonly indexed: number;
  readonly named: number;
  /** The tensor whose bytes it is. */
  readonly memory: string | null;
  /** Computed from its parent, not a part of it. */
  readonly virtual: boolean;
}

export const scopeNames = ['Layer', 'Batch', 'Parameters', 'Gradients', 'Optimizer', 'Metrics', 'Health'] as const;
export type ScopeName = (typeof scopeNames)[number];

type Container =
  | { readonly kind: 'scope'; readonly scope: ScopeName; readonly instruction: number }
  | { readonly kind: 'layer'; readonly layer: LayerDescription }
  | { readonly kind: 'tensor'; readonly base: string; readonly indices: readonly number[]; readonly shape: Shape };

const figures = ['mean', 'std', 'min', 'max', 'norm', 'zeros'] as const;
/** Cells that are given at once. */
const mostCells = 10_000;

/** Part of a name as an expression writes it. */
export const written = (name: string): string =>
  name
    .split('.')
    .map((part) => (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(part) ? part : `\`${part}\``))
    .join('.');

export class Variables {
  private readonly target: DebugTarget;
  private containers = new Map<number, Container>();
  private next = 1;

  constructor(target: DebugTarget) {
    this.target = target;
  }

  /** The run moved: all references are void. Numbers are never used again. */
  clear(): void {
    this.containers.clear();
  }

  scope(scope: ScopeName, instruction: number): number {
    return this.hold({ kind: 'scope', scope, instruction });
  }

  private hold(container: Container): number {
    this.containers.set(this.next, container);
    return this.next++;
  }

  /** null for a reference that is void. */
  async children(
    reference: number,
    { filter, start, count }: { filter?: string | undefined; start?: number | undefined; count?: number | undefined },
  ): Promise<readonly ShownVariable[] | null> {
    const container = this.containers.get(reference);
    if (!container) return null;
    const from = Math.max(0, start ?? 0);
    const to = count === undefined || count <= 0 ? Infinity : from + count;
    if (container.kind !== 'tensor') {
      if (filter === 'indexed') return [];
      const all = container.kind === 'layer' ? await this.ofLayer(container.layer) : await this.ofScope(container);
      return all.slice(from, to);
    }
    // Of both kinds the named come first.
    const named = filter === 'indexed' ? [] : (await this.figuresOf(container)).slice(from, to);
    if (filter === 'named') return named;
    const before = filter === 'indexed' ? 0 : figures.length + 1;
    return [...named, ...(await this.cells(container, Math.max(0, from - before), Math.max(0, to - before)))];
  }

  /** The expression of a child by its name; null where there is none. */
  expressionOf(reference: number, name: string): string | null {
    const container = this.containers.get(reference);
    if (container?.kind !== 'tensor') {
      const scoped = container?.kind === 'layer' && !name.includes('.') ? `${container.layer.name}.${name}` : name;
      return container ? written(scoped) : null;
    }
    const index = /^\[?(\d+)\]?$/.exec(name);
    if (index) return subscript(container.base, [...container.indices, Number(index[1])]);
    return figures.some((figure) => figure === name)
      ? `${subscript(container.base, container.indices)}.${name}()`
      : null;
  }

  /** An expression's value as a variable; a layer's name gives the layer. */
  async evaluate(expression: string): Promise<ShownVariable | Extract<Evaluation, { mistake: unknown }>> {
    const name = expression.trim().replace(/^`([^`]*)`$/, '$1');
    const layer = this.target.network.layers.find((candidate) => candidate.name === name);
    if (layer) return this.layer(layer);
    const [result] = await this.target.engine.evaluate([{ expression }]);
    return 'mistake' in result ? result : this.shown(expression, expression.trim(), result);
  }

  private layer(layer: LayerDescription): ShownVariable {
    const { name, type, detail, parameterCount } = layer;
    const value = [type, detail, parameterCount > 0 ? `${parameterCount} parameters` : '']
      .filter((part) => part !== '')
      .join(' · ');
    const reference = this.hold({ kind: 'layer', layer });
    return { ...plain(name, value), type: 'layer', expression: written(name), reference };
  }

  private shown(name: string, expression: string, result: Extract<Evaluation, { text: string }>): ShownVariable {
    const { text: value, type, shape, tensor } = result;
    if (!shape) return { ...plain(name, value), type, expression };
    const isWhole = /^[^[\]()+*/<>=\s-]+$/.test(expression);
    const base = isWhole ? expression : `(${expression})`;
    const reference = sizeOf(shape) > 0 ? this.hold({ kind: 'tensor', base, indices: [], shape }) : 0;
    return { ...this.tensor(name, value, shape, reference), expression, memory: tensor };
  }

  private tensor(name: string, value: string, shape: Shape, reference: number): ShownVariable {
    const type = `tensor [${shape.join(', ')}]`;
    return { ...plain(name, value), type, reference, indexed: shape[0] ?? 0, named: figures.length + 1 };
  }

  /** Expressions evaluated at once; what has no value now is said so. */
  private async evaluated(entries: readonly (readonly [name: string, expression: string])[]): Promise<ShownVariable[]> {
    const results = await this.target.engine.evaluate(entries.map(([, expression]) => ({ expression })));
    return entries.map(([name, expression], i) => {
      const result = results[i];
      if ('text' in result) return this.shown(name, expression, result);
      return { ...plain(name, result.mistake.notYet ? '(not computed yet)' : '(no value)'), expression };
    });
  }

  private async figuresOf({ base, indices, shape }: Extract<Container, { kind: 'tensor' }>): Promise<ShownVariable[]> {
    const expression = subscript(base, indices);
    const list = await this.evaluated(figures.map((figure) => [figure, `${expression}.${figure}()`] as const));
    return [plain('shape', `[${shape.join(', ')}]`), ...list].map((one) => ({ ...one, virtual: true }));
  }

  private async cells(
    { base, indices, shape }: Extract<Container, { kind: 'tensor' }>,
    from: number,
    end: number,
  ): Promise<ShownVariable[]> {
    const [length, ...rest] = shape;
    const to = Math.min(length ?? 0, end, from + mostCells);
    const at = Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
    if (rest.length === 0) {
      const expression = subscript(base, indices);
      const [result] = await this.target.engine.evaluate([{ expression, elements: { from, count: at.length } }]);
      if ('mistake' in result) return [];
      return result.elements.map((value, i) => ({
        ...plain(`[${at[i]}]`, shortNumber(value)),
        type: 'number',
        expression: subscript(base, [...indices, at[i]]),
      }));
    }
    const expressions = at.map((i) => subscript(base, [...indices, i]));
    const results = await this.target.engine.evaluate(expressions.map((expression) => ({ expression })));
    return results.flatMap((result, i): ShownVariable[] => {
      if ('mistake' in result) return [];
      const reference = this.hold({ kind: 'tensor', base, indices: [...indices, at[i]], shape: rest });
      return [{ ...this.tensor(`[${at[i]}]`, result.text, rest, reference), expression: expressions[i] }];
    });
  }

  private ofLayer({
    name,
    type,
    formula,
    inputs,
    parameters,
    hasGradient,
  }: LayerDescription): Promise<ShownVariable[]> {
    const { layers } = this.target.network;
    const ofInputs = inputs.map((input) => (input < 0 ? 'input' : `${layers[input].name}.output`));
    const names = [
      ...ofInputs,
      ...parameters.flatMap(({ fullName, trained }) => [fullName, ...(trained ? [`${fullName}.grad`] : [])]),
      `${name}.output`,
      ...(hasGradient ? [`${name}.output.grad`] : []),
    ];
    const own = [plain('type', type), plain('formula', formula)].filter(({ value }) => value !== '');
    return this.tensors([...new Set(names)]).then((list) => [...own, ...list]);
  }

  private tensors(names: readonly string[]): Promise<ShownVariable[]> {
    return this.evaluated(names.map((name) => [name, written(name)] as const));
  }

  private async ofScope({
    scope,
    instruction,
  }: Extract<Container, { kind: 'scope' }>): Promise<readonly ShownVariable[]> {
    const { network } = this.target;
    const parameters = network.layers.flatMap((layer) => layer.parameters);
    switch (scope) {
      case 'Layer':
        return this.ofInstruction(network, instruction);
      case 'Batch':
        return this.tensors(['batch', 'rows', 'input', 'target']);
      case 'Parameters':
        return this.tensors(parameters.map(({ fullName }) => fullName));
      case 'Gradients':
        return this.tensors([
          ...parameters.filter(({ trained }) => trained).map(({ fullName }) => `${fullName}.grad`),
          ...network.layers.filter(({ hasGradient }) => hasGradient).map(({ name }) => `${name}.output.grad`),
        ]);
      case 'Optimizer': {
        const state = parameters.flatMap((parameter) => parameter.state.map(([, fullName]) => fullName));
        return [plain('type', network.optimizer.type), ...(await this.tensors(['lr', ...state]))];
      }
      case 'Metrics':
        return this.tensors([
          'iteration',
          'epoch',
          'loss',
          'train_loss',
          'train_accuracy',
          'test_loss',
          'test_accuracy',
        ]);
      case 'Health': {
        const { findings } = this.target;
        if (findings.length === 0) return [plain('health', 'nothing to say')];
        return findings.map(({ code, message }) => plain(code, formatText(message)));
      }
    }
    scope satisfies never;
  }

  private async ofInstruction(network: NetworkDescription, instruction: number): Promise<readonly ShownVariable[]> {
    const { name, formula, layer, reads, writes } = network.instructions[instruction];
    const own = [plain('operation', formula === '' ? name : `${name} · ${formula}`)];
    const described = network.layers.at(layer);
    if (layer >= 0 && layer < network.layers.length && described) return [...own, ...(await this.ofLayer(described))];
    const names = [...new Set([...reads, ...writes])].filter((one) => one !== 'batch' && !one.startsWith('optimizer.'));
    return [...own, ...(await this.tensors(names))];
  }
}

function plain(name: string, value: string): ShownVariable {
  const nothing = { expression: null, reference: 0, indexed: 0, named: 0, memory: null, virtual: false };
  return { name, value, type: 'string', ...nothing };
}

function subscript(base: string, indices: readonly number[]): string {
  return indices.length === 0 ? base : `${base}[${indices.join(', ')}]`;
}

/** As many digits as tell a float32 from its neighbours. */
function shortNumber(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return String(short);
  }
  return String(Number(value.toPrecision(9)));
}
