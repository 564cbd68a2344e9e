// Which init of the file overwrites which parameter's default.
import { inits } from '../core/inits/inits.ts';
import type { InitSpec, InitType } from '../core/inits/init.ts';
import type { ParameterSpec } from '../core/layers/layer.ts';
import { sizeOf } from '../core/shape.ts';
import { type Text, text } from '../core/text.ts';
import type { Diagnostic, Severity } from './diagnostic.ts';
import { list } from './expectation.ts';
import { fansOf } from './fans.ts';
import { replacing } from './lexer.ts';
import type { Layer } from './model.ts';
import { suggest } from './suggest.ts';

/** By parameter name: a named one first, then the bare one (the layer's, else the file's). */
export function resolveInits(
  layer: Layer,
  parameters: readonly ParameterSpec[],
  diagnostics: Diagnostic[],
): ReadonlyMap<string, InitSpec> {
  const report = (
    code: string,
    parameter: string,
    message: Text,
    severity: Severity = 'error',
    meant?: string | null,
  ) => {
    const span = layer.fieldSpans[`init.${parameter}`] ?? layer.typeSpan;
    const fix = meant
      ? replacing(span.start, span.end, JSON.stringify(meant), text('Change to "{0}"', meant))
      : undefined;
    diagnostics.push({ code, severity, message, ...span, ...(fix && { fix }) });
  };
  const names = parameters.map(({ name }) => name);
  for (const name of Object.keys(layer.inits)) {
    if (name === '*' || names.includes(name)) continue;
    const meant = suggest(name, names);
    const known = list(names.map((one) => `"${one}"`));
    const message =
      names.length === 0
        ? text('{0} has no parameters to initialise: remove "init".', layer.type)
        : meant
          ? text('"{0}" has no parameter "{1}". Did you mean "{2}"?', layer.name, name, meant)
          : text('"{0}" has no parameter "{1}". It has {2}.', layer.name, name, known);
    report('unknown-parameter', name, message, 'error', meant);
  }
  const resolved = new Map<string, InitSpec>();
  for (const parameter of parameters) {
    const named = layer.inits[parameter.name];
    const spec = named ?? (takesBare(layer, parameter) ? layer.inits['*'] : undefined);
    if (!spec) continue;
    resolved.set(parameter.name, spec);
    const problem = misfit(spec, parameter, parameters);
    if (problem) report(problem.code, named ? parameter.name : '*', problem.message);
  }
  const ownBare = layer.inits['*'] !== undefined && layer.fieldSpans.init !== undefined;
  if (
    ownBare &&
    !parameters.some((parameter) => takesBare(layer, parameter)) &&
    !names.some((name) => layer.inits[name])
  ) {
    report(
      'unused-init',
      '*',
      text('{0} has no weights that a bare "init" goes to: it does nothing here.', layer.type),
      'warning',
    );
  }
  return resolved;
}

/** A bare init goes to weights of two or more dimensions; an embedding's rows are no weights in this sense. */
export function takesBare({ type }: Layer, { name, shape }: ParameterSpec): boolean {
  const weight = name.startsWith('weight') || name === 'in_proj_weight' || name === 'out_proj.weight';
  return weight && shape.length >= 2 && type !== 'Embedding';
}

function misfit(
  spec: InitSpec,
  parameter: ParameterSpec,
  all: readonly ParameterSpec[],
): { code: string; message: Text } | null {
  const type = (inits as Readonly<Record<string, InitType>>)[spec.type];
  const { shape } = parameter;
  if (type.needsMatrix && shape.length < 2) {
    const message = text(
      '{0} needs two or more dimensions to count a fan_in, and "{1}" has {2}: use "zeros", "constant", "uniform", "normal" or, for a bias, "fan_in_uniform".',
      ...[spec.type, parameter.name, shape.length],
    );
    return { code: 'init-needs-matrix', message };
  }
  const fan = all.find(({ name }) => name === parameter.fanOf)?.shape ?? shape;
  if (spec.type === 'fan_in_uniform' && fan.length < 2) {
    const message = text(
      'fan_in_uniform needs a fan_in, and "{0}" has none: use "uniform" with "a" and "b".',
      parameter.name,
    );
    return { code: 'init-needs-matrix', message };
  }
  if (sizeOf(shape) === 0) return null;
  const message = type.check?.(spec.options, { shape, ...fansOf(fan) }) ?? null;
  return message && { code: 'bad-init', message };
}
