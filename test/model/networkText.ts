// A small network's text with parts replaced, and diagnostics as `line:column code`.
import { formatText } from '../../src/core/text.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';

export interface Parts {
  readonly data?: string | null;
  readonly layers?: readonly string[] | string;
  readonly loss?: string | null;
  readonly optimizer?: string | null;
  readonly more?: readonly string[];
}

/** Line 1 `{`, 2 data, 3 `"layers": [`, from 4 one line a layer, then `],`, loss, optimizer, more lines, `}`. */
export function networkText(parts: Parts = {}): string {
  const layers = parts.layers ?? ['{ "type": "Linear", "out_features": 1 }', '{ "type": "Sigmoid" }'];
  const field = (name: string, value: string | null | undefined, standard: string) =>
    value === null ? '' : `  "${name}": ${value ?? standard},`;
  return [
    '{',
    field('data', parts.data, '{ "source": "moons" }'),
    ...(typeof layers === 'string'
      ? [`  "layers": ${layers},`]
      : ['  "layers": [', ...layers.map((layer) => (/[,/]$/.test(layer) ? layer : `${layer},`)), '  ],']),
    field('loss', parts.loss, '"BCELoss"'),
    field('optimizer', parts.optimizer, '{ "type": "SGD", "lr": 0.1 }'),
    ...(parts.more ?? []).map((line) => `  ${line},`),
    '}',
  ].join('\n');
}

export function places(source: string, diagnostics: readonly Diagnostic[]): string[] {
  return diagnostics.map(({ code, start }) => {
    const before = source.slice(0, start).split('\n');
    return `${before.length}:${(before.at(-1) ?? '').length + 1} ${code}`;
  });
}

export function messages(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(({ message }) => formatText(message)).join('\n');
}
