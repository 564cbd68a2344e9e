// Trains a network given as text under the health monitor, and what there is to say afterwards; applies a first fix.
import kernels from '../../build/kernels.wasm';
import { loadKernels } from '../../src/core/kernels/load.ts';
import { formatText } from '../../src/core/text.ts';
import { nodeFiles } from '../../src/engine/files.ts';
import { Evaluator, type Metrics } from '../../src/machine/evaluator.ts';
import { HealthMonitor } from '../../src/machine/health/monitor.ts';
import { type HealthReport, healthReport } from '../../src/machine/health/report.ts';
import { Machine } from '../../src/machine/machine.ts';
import { readNetwork } from '../../src/machine/readNetwork.ts';
import { applyEdits } from '../../src/model/edit.ts';
import { shippedData } from '../support/openMachine.ts';

export interface Examined {
  /** The likeliest cause first. */
  readonly reports: readonly HealthReport[];
  /** Whether the text had errors, which are the reports then. */
  readonly broken: boolean;
  readonly train: Metrics | null;
  readonly test: Metrics | null;
}

export async function examine(text: string, iterations: number, directory = '.'): Promise<Examined> {
  const { network, diagnostics } = await readNetwork(text, nodeFiles(directory, shippedData));
  if (!network) {
    const reports = diagnostics.map(({ fix, ...rest }): HealthReport => {
      const at = { layer: null, measured: 0, threshold: 0, since: 0, flow: null };
      return { ...at, ...rest, severity: 'error', fixes: fix ? [fix] : [] };
    });
    return { reports, broken: true, train: null, test: null };
  }
  const machine = new Machine(network, await loadKernels(kernels), { historyLimit: 0, observed: false });
  const monitor = new HealthMonitor(machine);
  monitor.advanceTo(iterations * machine.program.instructions.length);
  monitor.conclude();
  const reports = monitor.findings().map((finding) => healthReport(finding, network, text));
  const evaluator = new Evaluator(machine);
  return { reports, broken: false, train: evaluator.metrics('train'), test: evaluator.metrics('test') };
}

/** The text after the first fix of the first report; null where there is none. */
export function mended(text: string, { reports }: Examined): string | null {
  const fix = reports[0]?.fixes[0];
  return fix ? applyEdits(text, fix.edits) : null;
}

export function line({ code, severity, layer, measured, message }: HealthReport): string {
  return `${severity} ${code} @${layer} ${measured.toPrecision(3)}: ${formatText(message)}`;
}
