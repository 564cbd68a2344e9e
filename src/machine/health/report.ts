// Findings as others want them: diagnostics for the text, and records with ready fixes for views and the command line.
import type { Text } from '../../core/text.ts';
import type { Diagnostic, Fix } from '../../model/diagnostic.ts';
import type { Network, Span } from '../../model/model.ts';
import { once } from '../../model/problems.ts';
import type { Finding } from './check.ts';
import { runChecks, type HealthSettings } from './checks.ts';
import { networkFacts } from './facts.ts';
import type { Flow } from './flow.ts';
import { fixOf, type Tree, treeOf } from './fixes.ts';
import { settingsFor } from './ignored.ts';
import { inOrder } from './order.ts';

/** A finding with its place in the file and fixes as edits of it: plain JSON. */
export interface HealthReport {
  readonly code: string;
  readonly severity: Finding['severity'];
  /** Index of the layer; `layers.length` for the loss; null for the whole. */
  readonly layer: number | null;
  readonly measured: number;
  readonly threshold: number;
  readonly message: Text;
  /** Iteration where it began; 0: there before the run. */
  readonly since: number;
  /** Edges of the graph at which it shows as well. */
  readonly flow: Flow | null;
  readonly start: number;
  readonly end: number;
  readonly fixes: readonly Fix[];
}

/** `network`: as `source` says it now, with the same layers as the one the finding is about. */
export function healthReport(
  finding: Finding,
  network: Network,
  source: string,
  tree: Tree = treeOf(source),
): HealthReport {
  const { code, severity, layer, measured, threshold, message, since, remedies, flow = null } = finding;
  const fixes = remedies.flatMap((remedy) => fixOf(remedy, source, network, tree) ?? []);
  return { code, severity, layer, measured, threshold, message, since, flow, ...spanOf(finding, network), fixes };
}

/** What the file alone shows, cheap enough for every keystroke. */
export function healthDiagnostics(
  network: Network,
  source: string,
  settings: HealthSettings = {},
): readonly Diagnostic[] {
  const tree = treeOf(source);
  const found = runChecks('network', { network, facts: networkFacts(network) }, settingsFor(source, settings));
  const placed = inOrder(found).map((finding) => ({ ...finding, ...spanOf(finding, network) }));
  return once(placed).map(({ code, severity, message, remedies, start, end }) => {
    const [fix, ...otherFixes] = remedies.flatMap((remedy) => fixOf(remedy, source, network, tree) ?? []);
    return { code, severity, message, start, end, hasPage: true, ...(fix && { fix, otherFixes }) };
  });
}

const top: Span = { start: 0, end: 1 };

function spanOf({ place, layer }: Finding, { model, layers }: Network): Span {
  if (place) return model.spans[place] ?? top;
  if (layer === null) return top;
  return layers[layer]?.typeSpan ?? model.spans.loss ?? top;
}
