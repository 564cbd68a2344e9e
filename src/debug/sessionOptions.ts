// What `launch` and `attach` are asked with, read from their arguments.
import { type Arguments, RequestProblem } from './arguments.ts';
import type { SessionOptions } from './debugSession.ts';

export function sessionOptions(kind: 'launch' | 'attach', args: Arguments): SessionOptions {
  const program = args.needString('program');
  if (program === '') throw new RequestProblem('program is the path of a .nn.json file.');
  const iterations = args.number('iterations') ?? null;
  if (iterations !== null && iterations < 0) throw new RequestProblem('iterations is 0 or more.');
  return {
    kind,
    program,
    iterations,
    weights: args.string('weights') ?? null,
    stopOnEntry: args.boolean('stopOnEntry') ?? false,
    noDebug: args.boolean('noDebug') ?? false,
  };
}
