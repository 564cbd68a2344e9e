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

  test('adds a line and leaves every other as it is', () => {
    const lines = '{\n  // of all\n  "seed": 1, // first\n  "training": { "batch_size": 32,  "epochs": 12 }\n}\n';
    expect(after(['init'], { type: 'normal', std: 0.01 }, lines)).toBe(
      lines.replace('12 }\n', '12 },\n  "init": { "type": "normal", "std": 0.01 }\n'),
    );
    const commented = lines.replace('12 }', '12 } // so long');
    expect(after(['weights'], 'a.safetensors', commented)).toBe(
      commented.replace('// first\n', '// first\n  "weights": "a.safetensors",\n'),
    );
    const trailing = lines.replace('12 }', '12 }, // so long, or longer');
    expect(after(['init'], 'zeros', trailing)).toBe(trailing.replace('longer\n', 'longer\n  "init": "zeros",\n'));
    const layer = '{ "layers": [\n  {\n    "type": "Linear",\n    "out_features": 3\n  }\n] }';
    expect(after(['layers', 0, 'init'], 'zeros', layer)).toBe(layer.replace('3\n', '3,\n    "init": "zeros"\n'));
  });

  test('removes a line, its comma and nothing else', () => {
    const lines = '{\n  "a": 1, // one\n  "b": 2,\n  "c": 3\n}\n';
    expect(after(['b'], undefined, lines)).toBe('{\n  "a": 1, // one\n  "c": 3\n}\n');
    expect(after(['c'], undefined, lines)).toBe('{\n  "a": 1, // one\n  "b": 2\n}\n');
    expect(after(['a'], undefined, lines)).not.toContain('"a"');
    expect(after(['b'], undefined, lines.replaceAll('\n', '\r\n'))).toBe('{\r\n  "a": 1, // one\r\n  "c": 3\r\n}\r\n');
  });

  test('replaces a value of several lines in its place', () => {
    const lines = '{\n  "init": {\n    "type": "normal"\n  },\n  "seed": 1\n}';
    expect(after(['init'], 'zeros', lines)).toBe('{\n  "init": "zeros",\n  "seed": 1\n}');
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
