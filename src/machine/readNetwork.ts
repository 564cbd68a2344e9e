// The whole way from a file's text to a network: parse, load the data, infer shapes, make targets what the loss wants.
// All that is wrong on the way is collected, as far as one part can be judged without the other.
import { lossType } from '../core/losses/losses.ts';
import type { Shape } from '../core/shape.ts';
import type { DataProblem, Files } from '../data/source.ts';
import type { LossTarget } from '../data/targets.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Model, Network, Span } from '../model/model.ts';
import { type BuildOptions, buildNetwork, checkLoss, checkNetwork, type Draft, widthFix } from '../model/network.ts';
import { parseModel } from '../model/parse.ts';
import { hasErrors } from '../model/problems.ts';
import { type Inferred, inferShapes } from '../model/shapes.ts';
import type { Node } from '../model/syntax.ts';
import { headSpan, nodeAt, spanOf, valueOf } from '../model/tree.ts';
import { DataCache, type ReadRows } from './dataCache.ts';

export interface ReadOptions extends BuildOptions {
  /** Remembers the data from one reading to the next. */
  readonly cache?: DataCache;
}

export interface ReadNetwork {
  /** null when the text alone has an error. */
  readonly model: Model | null;
  /** null when there is any error. */
  readonly network: Network | null;
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[];
  /** Of one sample of the data, also where the rest has mistakes; null where it can't be read. */
  readonly sampleShape: Shape | null;
}

/** Never rejects for a fault of the text or the data. */
export async function readNetwork(source: string, files: Files, options: ReadOptions = {}): Promise<ReadNetwork> {
  const { model, draft, root, diagnostics: parsed } = parseModel(source);
  let sampleShape: Shape | null = null;
  const result = (network: Network | null, more: readonly Diagnostic[]): ReadNetwork => {
    // One place, one mistake: what the parser has told is not told again.
    const told = parsed.filter(({ severity }) => severity === 'error');
    const news = more.filter(({ start }) => !told.some((one) => start >= one.start && start < one.end));
    return { model, network, diagnostics: [...parsed, ...news].sort((a, b) => a.start - b.start), sampleShape };
  };
  if (!draft?.data) return result(null, []);
  const { cache = new DataCache() } = options;
  const rows = await cache.readRows(draft.data, files);
  if ('problems' in rows) {
    const ofData = rows.problems.map((problem) => dataDiagnostic(problem, root));
    return result(null, ofData);
  }
  sampleShape = rows.sampleShape;
  const inferred = inferShapes(draft.layers, sampleShape);
  const target = inferred.outputShape && lossTarget(draft, inferred.outputShape);
  if (!target) return result(null, [...inferred.diagnostics, ...misfits(draft, inferred)]);
  const dataset = await cache.dataset(draft.data, rows, target, files);
  if ('problems' in dataset) {
    const ofData = dataset.problems.map((problem) => targetDiagnostic(problem, root, rows, inferred));
    return result(null, [...inferred.diagnostics, ...ofData]);
  }
  if (model && !hasErrors(parsed)) {
    const built = buildNetwork(model, dataset, options);
    return result(built.network, built.diagnostics);
  }
  return result(null, [...inferred.diagnostics, ...checkNetwork(draft, inferred, dataset, options)]);
}

/** What the loss compares an output of this shape with; null when it can't take it or isn't known. */
function lossTarget(draft: Draft, outputShape: Shape): LossTarget | null {
  const loss = draft.loss && lossType(draft.loss.type);
  if (!loss || checkLoss(draft, outputShape).length > 0) return null;
  if (loss.target === 'classes') {
    const ignored = loss.ignored?.(draft.loss.options);
    return { kind: 'classes', ignored, classShape: outputShape.slice(0, -1) };
  }
  return { kind: 'values', outputShape, binary: loss.accuracy?.kind === 'threshold' };
}

function misfits(draft: Draft, { outputShape }: Inferred): Diagnostic[] {
  return outputShape && draft.loss ? checkLoss(draft, outputShape) : [];
}

/** At the field of `data` that it concerns, else at its `source`. */
function dataDiagnostic({ code, message, field }: DataProblem, root: Node | null): Diagnostic {
  return { code, severity: 'error', message, ...dataSpan(field, root) };
}

function dataSpan(field: DataProblem['field'], root: Node | null): Span {
  const data = valueOf(root, 'data');
  const found = nodeAt(data, field);
  if (!data || !found) return { start: 0, end: 1 };
  if (found === data) return spanOf(valueOf(data, 'source') ?? headSpan(data));
  return found.kind === 'scalar' ? spanOf(found) : headSpan(found);
}

/** Targets of another shape than the output are the last layer's fault as much as the data's, and easier mended there. */
function targetDiagnostic(
  problem: DataProblem,
  root: Node | null,
  { targetShape }: ReadRows,
  { layers }: Inferred,
): Diagnostic {
  const last = layers.at(-1);
  if (problem.code !== 'target-shape' || !last) return dataDiagnostic(problem, root);
  const shape = targetShape === null || targetShape.length === 0 ? [1] : targetShape;
  const fix = shape.length === 1 && last.outputShape.length === 1 ? widthFix(layers, shape[0]) : undefined;
  return { code: problem.code, severity: 'error', message: problem.message, ...last.typeSpan, ...(fix && { fix }) };
}
