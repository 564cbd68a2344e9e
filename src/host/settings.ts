// The settings (`contributes.configuration`), in the units that the engine takes.
import { workspace, type Uri } from 'vscode';
import { stepSizes, type StepSize } from '../protocol/moment.ts';

const mebibyte = 2 ** 20;

export interface Settings {
  /** Bytes. */
  readonly memoryLimit: number;
  readonly historyLimit: number;
  /** 0: automatic. */
  readonly threads: number;
  readonly stepSize: StepSize;
  /** By full name, unread. */
  readonly healthSettings: Readonly<Record<string, unknown>>;
}

/** A value that isn't what the setting's schema says counts as not set. */
export function readSettings(uri: Uri): Settings {
  const configuration = workspace.getConfiguration('backstep', uri);
  const bytes = (name: string, otherwise: number) => {
    const value = configuration.get<unknown>(name);
    return (typeof value === 'number' && value > 0 ? value : otherwise) * mebibyte;
  };
  const threads = configuration.get<unknown>('threads');
  const size = configuration.get<unknown>('stepSize');
  return {
    memoryLimit: bytes('memoryLimit', 2048),
    historyLimit: bytes('historyLimit', 256),
    threads: typeof threads === 'number' && threads > 0 ? Math.floor(threads) : 0,
    healthSettings: healthSettings(configuration.get<object>('health') ?? {}),
    stepSize: stepSizes.find((known) => known === size) ?? 'iteration',
  };
}

/** Plain values: what VS Code gives are proxies, which can't be sent to a thread. */
function healthSettings(values: object): Settings['healthSettings'] {
  const plain = JSON.parse(JSON.stringify(values)) as object;
  return Object.fromEntries(
    Object.entries(plain).map(([name, value]) => [`backstep.health.${name}`, value as unknown]),
  );
}
