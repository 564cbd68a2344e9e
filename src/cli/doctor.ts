// `backstep doctor`: trains a network for a while and says what keeps it from learning, the likeliest cause first.
import { formatText } from '../core/text.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Network } from '../model/model.ts';
import { healthChecks, type HealthSettings } from '../machine/health/checks.ts';
import { HealthMonitor } from '../machine/health/monitor.ts';
import { type HealthReport, healthReport } from '../machine/health/report.ts';
import type { Machine } from '../machine/machine.ts';
import { command, type Context } from './command.ts';
import { settingsFor } from '../machine/health/ignored.ts';
import { createMachine } from './createMachine.ts';
import { jsonNumber, jsonNumberNote } from './jsonNumber.ts';
import { readText, understandFile } from './openNetwork.ts';
import { progressBar } from './progressBar.ts';
import { readSettingsFile } from './settingsFile.ts';

const usualIterations = 2000;
/** Milliseconds between two times that the progress is shown. */
const shownEvery = 50;

export const doctor = command({
  name: 'doctor',
  summary: 'Says why a network doesn’t learn: trains it for a while and looks.',
  usage: 'FILE [--iterations N] [--settings SETTINGS.json] [--json]',
  files: 'one',
  options: {
    iterations: { kind: 'count', value: 'N', summary: `How many batches to train on (default: ${usualIterations}).` },
    settings: {
      kind: 'path',
      value: 'SETTINGS.json',
      summary: 'A VS Code settings file: its “backstep.health.…” are the thresholds.',
    },
    json: { kind: 'flag', summary: 'Print one JSON array instead of text.' },
  },
  notes: [
    'The likeliest cause comes first. With --json: an array of {code, severity, layer, message, measured, threshold, since,\n' +
      'fixes}, empty for a healthy network. severity: error, warning or hint. layer: its name, null for the whole. since: the\n' +
      'iteration where it began, 0: before the run. fixes: {title, edits: [{start, end, text}]}, offsets into the file.',
    'Each threshold is a setting, backstep.health.<check>.<name>; a check with "enabled": false isn’t made, nor one that a\n' +
      'comment in the file names: // backstep-ignore dead-relu.',
    'A healthy network may get hints, and no warning. Only errors (mistakes in the file, NaN or ∞) make the exit code 1.',
    jsonNumberNote,
  ],
  async run([file], { iterations = usualIterations, settings, json }, context) {
    const read = await readText(file);
    if ('problem' in read) {
      context.err.line(`backstep: ${read.problem}`);
      return 2;
    }
    const given = settings === undefined ? { health: {} } : await readSettingsFile(settings);
    if ('problem' in given) {
      context.err.line(`backstep: ${given.problem}`);
      return 2;
    }
    const { opened, diagnostics } = await understandFile(file, read, context);
    const reports = opened ? [] : diagnostics.map(reportOf);
    if (opened) {
      const machine = await createMachine(opened, { goesBack: true });
      const monitor = await trained(machine, iterations, settingsFor(read.text, given.health), context);
      const { network } = opened;
      reports.push(...monitor.findings().map((finding) => healthReport(finding, network, read.text)));
    }
    const network = opened?.network ?? null;
    if (json)
      context.out.line(
        JSON.stringify(
          reports.map((report) => record(report, network)),
          null,
          2,
        ),
      );
    else for (const line of lines(reports, network, iterations)) context.out.line(line);
    return reports.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
});

/** The monitor after so many iterations, shown on the way; broken off when nobody reads any more. */
async function trained(
  machine: Machine,
  iterations: number,
  settings: HealthSettings,
  { out, err, now }: Context,
): Promise<HealthMonitor> {
  const monitor = new HealthMonitor(machine, settings);
  const bar = progressBar(err, iterations, now);
  const { length } = machine.program.instructions;
  let shown = now();
  for (let iteration = 1; iteration <= iterations && !out.closed; iteration++) {
    monitor.advanceTo(iteration * length);
    if (now() - shown < shownEvery) continue;
    bar.show(iteration, machine.loss);
    await err.flush();
    await out.flush();
    shown = now();
  }
  bar.clear();
  monitor.conclude();
  return monitor;
}

/** A mistake of the text, where there is no network to train. */
function reportOf({ code, severity, message, start, end, fix }: Diagnostic): HealthReport {
  return {
    ...{ code, message, start, end, layer: null, measured: 1, threshold: 0, since: 0, flow: null },
    severity: severity === 'info' ? 'hint' : severity,
    fixes: fix ? [fix] : [],
  };
}

function record(report: HealthReport, network: Network | null) {
  const { code, severity, message, measured, threshold, since, fixes } = report;
  return {
    ...{ code, severity, layer: layerName(report, network), message: formatText(message) },
    ...{ measured: jsonNumber(measured), threshold: jsonNumber(threshold), since },
    fixes: fixes.map(({ title, edits }) => ({ title: formatText(title), edits })),
  };
}

function layerName({ layer }: HealthReport, network: Network | null): string | null {
  return layer === null ? null : (network?.layers[layer]?.name ?? null);
}

function lines(reports: readonly HealthReport[], network: Network | null, iterations: number): string[] {
  const serious = reports.filter(({ severity }) => severity !== 'hint');
  const healthy = [`Healthy: nothing stood out in ${iterations.toLocaleString('en')} iterations.`];
  return [
    ...(serious.length === 0 ? healthy : []),
    ...reports.flatMap((report, i) => {
      const name = layerName(report, network);
      const title = healthChecks.find(({ code }) => code === report.code)?.title;
      const began = report.since > 0 ? `, since iteration ${report.since}` : '';
      const head = `${report.severity} ${report.code}${name === null ? '' : ` in ${name}`}${began}`;
      return [
        ...(i === 0 && serious.length > 0 ? [] : ['']),
        title ? `${head}: ${formatText(title)}` : head,
        `  ${formatText(report.message)}`,
        ...report.fixes.map((fix) => `  → ${formatText(fix.title)}`),
      ];
    }),
  ];
}
