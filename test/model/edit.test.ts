// Edits keep comments and formatting.
import { describe, expect, test } from 'vitest';
import { applyEdits, setValue } from '../../src/model/edit.ts';

const source = `{
  // how fast
  "optimizer": { "type": "SGD", "lr": 0.1 }, // slow
  "layers": [
    { "type": "Linear", "out_features": 3 }
  ]
}
`;
const after = (path: (string | number)[], value: unknown, text = source) =>
  applyEdits(text, setValue(text, path, value));

describe('setValue', () => {
  test('replaces a value and nothing else', () => {
    expect(after(['optimizer', 'lr'], 0.01)).toBe(source.replace('0.1', '0.01'));
  });

  test('adds what is missing on the way', () => {
    const text = after(['layers', 0, 'init', 'weight'], 'zeros');
    expect(text).toContain('{ "type": "Linear", "out_features": 3, "init": { "weight": "zeros" } }');
    expect(text).toContain('// slow');
  });

  test('adds a line where fields stand on lines', () => {
    expect(after(['seed'], 3).replace(/\s+/g, ' ')).toContain('], "seed": 3 }');
    expect(after(['training', 'batch_size'], 8)).toContain('"batch_size": 8');
  });

  test('removes', () => {
    expect(after(['optimizer', 'lr'], undefined)).toContain('"optimizer": { "type": "SGD" }, // slow');
  });

  test('keeps Windows line ends', () => {
    const text = after(['seed'], 3, source.replaceAll('\n', '\r\n'));
    expect(text).toContain('"seed": 3');
    expect(text.replaceAll('\r\n', '')).not.toContain('\n');
  });
});
