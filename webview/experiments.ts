// A view's side computations: what was asked for, how far it is, and of which network.
import { signal } from '@preact/signals';
import type { NetworkDescription } from '../src/protocol/description.ts';
import type { ExperimentKind, ExperimentRequest } from '../src/protocol/experiment.ts';
import type { HostFunctions, ShownExperiment } from '../src/protocol/view.ts';

interface Asked {
  readonly request: ExperimentRequest;
  /** The network that it is about. */
  readonly network: NetworkDescription | null;
  /** null until the engine has told anything. */
  readonly update: ShownExperiment | null;
}

type Host = Pick<HostFunctions, 'startExperiment' | 'stopExperiment'>;

export class Experiments {
  readonly comparison = signal<Asked | null>(null);
  readonly surface = signal<Asked | null>(null);
  private readonly host: Host;
  private readonly network: () => NetworkDescription | null;

  constructor(host: Host, network: () => NetworkDescription | null) {
    this.host = host;
    this.network = network;
  }

  start(request: ExperimentRequest): void {
    this[request.kind].value = { request, network: this.network(), update: null };
    void this.host.startExperiment(request);
  }

  stop(kind: ExperimentKind): void {
    void this.host.stopExperiment(kind);
  }

  take(kind: ExperimentKind, update: ShownExperiment): void {
    const asked = this[kind].peek();
    // Of one that is no longer wanted.
    const result = 'result' in update ? update.result : null;
    if (!asked || (result && !answers(result, asked.request))) return;
    this[kind].value = { ...asked, update };
  }
}

type Result = NonNullable<Extract<ShownExperiment, { result: unknown }>['result']>;

function answers(result: Result, request: ExperimentRequest): boolean {
  if (result.kind === 'surface') return request.kind === 'surface' && same(result.axes, request.axes);
  return request.kind === 'comparison' && result.compared === request.compared && result.layer === request.layer;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
