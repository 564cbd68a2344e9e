// `backstep export`: a network as a PyTorch script, with its data in files beside it.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatText } from '../core/text.ts';
import { fileProblem } from '../engine/files.ts';
import { pytorchScript } from '../interop/pytorchScript.ts';
import { command } from './command.ts';
import { openNetwork } from './openNetwork.ts';
import { outputProblem } from './outputProblem.ts';

export const exportNetwork = command({
  name: 'export',
  summary: 'Writes a network as a PyTorch script that makes the same run.',
  usage: 'FILE --to pytorch -o OUT.py [--iterations N | --epochs N]',
  files: 'one',
  options: {
    to: { kind: 'name', value: 'pytorch', summary: 'What to write: pytorch.' },
    output: { kind: 'path', value: 'OUT.py', short: 'o', summary: 'Where to write the script.' },
    iterations: { kind: 'count', value: 'N', summary: 'How many batches the script trains on.' },
    epochs: { kind: 'count', value: 'N', summary: 'How many times it goes through the training data.' },
  },
  notes: [
    'The data are written beside the script, split and normalised: OUT.npz, and OUT.weights.npz where the file starts\n' +
      'from weights. The script needs torch and numpy; it prints a line for each iteration, its number and its loss, as\n' +
      '`backstep run` has them. Names in its state_dict are those of `backstep run --save`.',
    'Without a count it trains for the "epochs" of the file’s "training", or for 1000 iterations and the rest of the epoch.',
    'Dropout draws its masks from PyTorch’s generator: with it the batches are the same and the losses are not.',
  ],
  async run([file], { to, output, iterations, epochs }, context) {
    const fail = (message: string) => {
      context.err.line(`backstep export: ${message}`);
      return 2 as const;
    };
    if (to === undefined) return fail('needs --to pytorch');
    if (to !== 'pytorch') return fail(`writes pytorch, not ${to}`);
    if (output === undefined) return fail('needs -o OUT.py');
    if (iterations !== undefined && epochs !== undefined) return fail('takes --iterations or --epochs, not both');
    if (path.extname(output) === '.npz')
      return fail(`${output} is the name of the data: give the script another ending`);
    const problem = await outputProblem(output, [file]);
    if (problem) return fail(`-o: ${problem}`);
    const opened = await openNetwork(file, context);
    if (typeof opened === 'number') return opened;
    const { script, files } = pytorchScript(opened.network, { weights: opened.weights, iterations, epochs });
    const { dir, name } = path.parse(output);
    const written: [file: string, content: string | Uint8Array][] = [
      [output, script],
      ...files.map(({ suffix, bytes }): [string, Uint8Array] => [path.join(dir, name + suffix), bytes]),
    ];
    for (const [target, content] of written) {
      try {
        await writeFile(target, content);
      } catch (error) {
        return fail(`${target} ${formatText(fileProblem(error))}`);
      }
    }
    return 0;
  },
});
