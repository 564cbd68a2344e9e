// Health as a session tells it: the monitor of its machine, made when it is first needed, and what it finds told whenever
// that changes, with fixes for the text as it was last read.
import type { Finding } from '../machine/health/check.ts';
import { healthChecks, type HealthSettings } from '../machine/health/checks.ts';
import { settingsFor } from '../machine/health/ignored.ts';
import { HealthMonitor } from '../machine/health/monitor.ts';
import { healthReport } from '../machine/health/report.ts';
import type { Machine } from '../machine/machine.ts';
import type { Onlooker } from '../machine/onlooker.ts';
import type { Network } from '../model/model.ts';
import type { WireFinding } from '../protocol/engine.ts';

type Tell = (findings: readonly WireFinding[]) => void;

export class HealthWatch {
  private readonly machine: Machine;
  private readonly tellHost: Tell;
  private monitor: HealthMonitor | null = null;
  private source: { readonly network: Network; readonly text: string } | null = null;
  private settings: HealthSettings = {};
  /** What was last told; null: nothing yet of this text. */
  private told: string | null = null;

  constructor(machine: Machine, tellHost: Tell) {
    this.machine = machine;
    this.tellHost = tellHost;
  }

  /** The same watch for another machine of the same network. */
  of(machine: Machine): HealthWatch {
    const watch = new HealthWatch(machine, this.tellHost);
    watch.source = this.source;
    watch.settings = this.settings;
    return watch;
  }

  /** From here on fixes are edits of this text, which says `network`: that of the machine, perhaps with other places. */
  read(network: Network, text: string, settings: HealthSettings): void {
    this.source = { network, text };
    this.settings = settingsFor(text, settings);
    this.monitor?.judgeBy(this.settings);
    this.told = null;
  }

  /** As `Machine.advanceTo`, and looks on the way. */
  advanceTo(target: number, onlooker: Onlooker | null = null): boolean {
    return this.watching().advanceTo(target, onlooker);
  }

  findings(): readonly Finding[] {
    return this.watching().findings();
  }

  /** Tells what there is to say at the machine's moment, unless that is what was told last. */
  tell(): void {
    const { source } = this;
    if (!source) return;
    const findings = this.watching().findings();
    const key = JSON.stringify(
      findings.map(({ code, layer, severity, since, message }) => [code, layer, severity, since, message.args]),
    );
    if (key === this.told) return;
    this.told = key;
    this.tellHost(findings.map((finding) => wireFinding(finding, source.network, source.text)));
  }

  private watching(): HealthMonitor {
    this.monitor ??= new HealthMonitor(this.machine, this.settings);
    return this.monitor;
  }
}

function wireFinding(finding: Finding, network: Network, text: string): WireFinding {
  const { title } = healthChecks.find(({ code }) => code === finding.code)!;
  const node = finding.layer ?? (finding.place === 'data' ? -1 : network.layers.length);
  return { ...healthReport(finding, network, text), title, node };
}
