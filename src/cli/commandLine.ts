// The command line as a function: arguments in, exit code out.
import { suggest } from '../model/suggest.ts';
import { bench } from './bench.ts';
import { check } from './check.ts';
import type { Command, Context, ExitCode } from './command.ts';
import { dap } from './dap.ts';
import { doctor } from './doctor.ts';
import { exportNetwork } from './export.ts';
import { gradcheck } from './gradcheck.ts';
import { commandHelp, generalHelp } from './help.ts';
import { inspect } from './inspect.ts';
import { readArguments } from './readArguments.ts';
import { run } from './run.ts';

const commands: readonly Command[] = [check, run, doctor, inspect, bench, exportNetwork, gradcheck, dap];

/** `args`: without Node and the script. */
export async function commandLine(args: readonly string[], version: string, context: Context): Promise<ExitCode> {
  const exitCode = await dispatch(args, version, context);
  // First, so that a progress bar is gone before the table comes.
  await context.err.flush();
  await context.out.flush();
  if (context.out.failure) context.err.line(`backstep: the output can not be written (${context.out.failure})`);
  await context.err.flush();
  return context.out.failure ? 2 : exitCode;
}

async function dispatch(args: readonly string[], version: string, context: Context): Promise<ExitCode> {
  const { out, err } = context;
  const [name, ...rest] = args;
  if (name === undefined) {
    err.write(generalHelp(commands, version));
    return 2;
  }
  if (name === '--version' || name === '-v') {
    out.line(version);
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    const topic = commands.find((command) => command.name === rest[0]);
    out.write(topic ? commandHelp(topic) : generalHelp(commands, version));
    return 0;
  }
  const command = commands.find((candidate) => candidate.name === name);
  if (!command) {
    err.line(`backstep: ${unknownCommand(name)}`);
    return 2;
  }
  const parsed = readArguments(command, rest);
  if (parsed === 'help') {
    out.write(commandHelp(command));
    return 0;
  }
  if ('problem' in parsed) {
    err.line(`backstep ${name}: ${parsed.problem}`);
    err.line(`Usage: backstep ${name} ${command.usage}`);
    return 2;
  }
  return command.run(parsed.files, parsed.values, context);
}

function unknownCommand(name: string): string {
  const names = commands.map((command) => command.name);
  const near = suggest(name, names);
  const what = name.startsWith('-') ? 'option' : 'command';
  return `there is no ${what} ${name}; ${near && what === 'command' ? `did you mean ${near}?` : `the commands are ${names.join(', ')}`}`;
}
