// text: the characters of a text, each to be foretold from those before it. The vocabulary is the text's different
// characters (code points) in the order of their code points; a character is its place in it. Row i starts at character
// i·stride: x is `context` characters, y (their classes) the same window one character later, so y[t] follows x[t].
// Windows that would reach beyond the end are left out. Draws: none.
import type * as z from 'zod/mini';
import { integer, object, optional, string } from '../core/options.ts';
import { text as message } from '../core/text.ts';
import { mostNumbers } from './limits.ts';
import { type DataProblem, type DataSource, unreadable } from './source.ts';
import { decodeUtf8 } from './utf8.ts';

const options = object({
  path: string('Path of the file, UTF-8, relative to this one.'),
  context: integer('Characters in a sample.', { min: 1, max: 1_000_000 }),
  stride: optional(
    integer('Characters from the start of one sample to that of the next (default: context, so that none overlap).', {
      min: 1,
    }),
  ),
});

export const text = {
  source: 'text',
  summary: 'Your own text, character by character: the network learns to foretell the next one.',
  options,
  task: 'classes',
  size: () => null,
  async load({ path, context, stride = context }, _generator, files) {
    const file = await files.read(path);
    if ('problem' in file) return { problems: [unreadable(path, file.problem, 'path')] };
    const source = decodeUtf8(file.bytes);
    if (source === null)
      return problem('data-encoding', message('The file is not UTF-8 text: save it as UTF-8.'), 'path');
    const characters = Array.from(source);
    if (characters.length <= context) {
      const short = message(
        'The text has {0} characters: "context" can be at most {1}.',
        ...[characters.length, Math.max(0, characters.length - 1)],
      );
      return problem('data-empty', short, 'context');
    }
    const rows = Math.floor((characters.length - 1 - context) / stride) + 1;
    if (rows * context > mostNumbers) {
      const large = message('{0} samples of {1} characters are too many: give a larger "stride".', rows, context);
      return problem('data-too-large', large, stride === context ? 'context' : 'stride');
    }
    const vocabulary = [...new Set(characters)].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
    const places = new Map(vocabulary.map((character, place) => [character, place]));
    const indices = Int32Array.from(characters, (character) => places.get(character)!);
    const x = new Float32Array(rows * context);
    const values = new Float64Array(rows * context);
    for (let row = 0; row < rows; row++) {
      for (let t = 0; t < context; t++) {
        x[row * context + t] = indices[row * stride + t];
        values[row * context + t] = indices[row * stride + t + 1];
      }
    }
    const y = { values, targetShape: [context] };
    return { x, sampleShape: [context], rows, y, classNames: vocabulary, symbols: vocabulary };
  },
} satisfies DataSource<z.infer<typeof options>>;

function problem(code: string, why: DataProblem['message'], field: string): { problems: readonly DataProblem[] } {
  return { problems: [{ code, message: why, field: [field] }] };
}
