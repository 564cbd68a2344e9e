// What --help prints, from the commands' own descriptions.
import type { Command } from './command.ts';

const exitCodes = 'Exit codes: 0 fine, 1 a mistake in the file, 2 a mistake in the command.';

export function generalHelp(commands: readonly Command[], version: string): string {
  return [
    `Backstep ${version}: checks, trains and looks into the networks of .nn.json files.`,
    '',
    ...commands.flatMap(({ name, usage, summary }) => [`  backstep ${name} ${usage}`, `      ${summary}`]),
    '',
    '  backstep COMMAND --help   more on a command',
    '  backstep --version',
    '',
    exitCodes,
    '',
  ].join('\n');
}

export function commandHelp({ name, usage, summary, options, notes }: Command): string {
  const rows = Object.entries(options).map(([option, { value, short, summary: text }]) => [
    `${short ? `-${short}, ` : ''}--${option}${value ? ` ${value}` : ''}`,
    text,
  ]);
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return [
    `backstep ${name} ${usage}`,
    '',
    summary,
    '',
    ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`),
    ...notes.flatMap((note) => ['', note]),
    '',
    exitCodes,
    '',
  ].join('\n');
}
