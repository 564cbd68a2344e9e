// Single things between DAP's words and ours.
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { StepSize } from '../protocol/moment.ts';
import { type Arguments, RequestProblem } from './arguments.ts';
import type { Conditions } from './breakpoints.ts';
import type { ShownVariable } from './variables.ts';

const granularities = ['statement', 'line', 'instruction'];

/** The size that a client may ask a step for: an instruction is an operation. */
export function granularity(args: Arguments, size: StepSize): StepSize {
  const asked = args.string('granularity');
  if (asked !== undefined && !granularities.includes(asked))
    throw new RequestProblem(`granularity is one of ${granularities.join(', ')}.`);
  return asked === 'instruction' ? 'operation' : size;
}

export function conditions(args: Arguments): Conditions {
  return {
    condition: args.string('condition'),
    hitCondition: args.string('hitCondition'),
    logMessage: args.string('logMessage'),
  };
}

export function asVariable({
  name,
  value,
  type,
  expression,
  reference,
  indexed,
  named,
  memory,
  virtual,
}: ShownVariable): DebugProtocol.Variable {
  return {
    name,
    value,
    type,
    variablesReference: reference,
    ...(expression !== null && { evaluateName: expression }),
    ...(indexed > 0 && { indexedVariables: indexed, namedVariables: named }),
    ...(memory !== null && { memoryReference: memory }),
    ...(virtual && { presentationHint: { kind: 'virtual', attributes: ['readOnly'] } }),
  };
}

export function asSource(path: string): DebugProtocol.Source {
  return { name: path.replace(/^.*[\\/]/, ''), path };
}

/** Bytes of a tensor at `offset`: what lies before its start or beyond its end can't be read. */
export function asMemory(bytes: ArrayBuffer, offset: number, count: number): DebugProtocol.ReadMemoryResponse['body'] {
  const unreadableBytes = offset < 0 ? Math.min(count, -offset) : count - bytes.byteLength;
  const data = Buffer.from(bytes).toString('base64');
  return { address: String(offset), data, ...(unreadableBytes > 0 && { unreadableBytes }) };
}

/** The request that something unreadable was meant to be, as far as it can be told; number 0 where it can't. */
export function meantRequest(source: string): Pick<DebugProtocol.Response, 'request_seq' | 'command'> {
  const seq = /"type"\s*:\s*"request"/.test(source) ? /"seq"\s*:\s*(\d{1,15})\s*[,}]/.exec(source) : null;
  const command = /"command"\s*:\s*"(\w+)"/.exec(source);
  return { request_seq: Number(seq?.[1] ?? 0), command: command?.[1] ?? '' };
}
