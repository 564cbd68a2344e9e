// Every check has its page, its thresholds say where they come from, and every fix makes a file that is understood and
// without that finding.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { healthChecks } from '../../src/machine/health/checks.ts';
import { networkFacts } from '../../src/machine/health/facts.ts';
import { fixOf } from '../../src/machine/health/fixes.ts';
import { healthDiagnostics } from '../../src/machine/health/report.ts';
import { runChecks } from '../../src/machine/health/checks.ts';
import { readNetwork } from '../../src/machine/readNetwork.ts';
import { applyEdits } from '../../src/model/edit.ts';
import { shippedFiles } from '../data/files.ts';

const pages = path.join(import.meta.dirname, '../../media/health');
const networkOf = async (text: string) => (await readNetwork(text, shippedFiles)).network;

describe.each(healthChecks)('$code', ({ code, thresholds }) => {
  test('has a page that names its thresholds', () => {
    const page = readFileSync(path.join(pages, `${code}.md`), 'utf8');
    expect(page).toMatch(/^# .+\n/);
    for (const [name, { default: standard, description, source }] of Object.entries(thresholds)) {
      expect(page).toContain(`\`${name}\``);
      expect(page).toContain(String(standard));
      expect(description).toMatch(/\.$/);
      expect(source).not.toBe('');
    }
  });
});

test('codes are kebab-case, each once', () => {
  const codes = healthChecks.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  for (const code of codes) expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
});

test('every page is a check’s', () => {
  const known = new Set(healthChecks.map(({ code }) => `${code}.md`));
  expect(readdirSync(pages).filter((file) => file.endsWith('.md') && !known.has(file))).toEqual([]);
  expect(existsSync(pages)).toBe(true);
});

const base = (parts: { layers: string; loss?: string; optimizer?: string; more?: string }) => `{
  // a comment that stays
  "data": { "source": "moons", "samples": 100 },
  "layers": [
    ${parts.layers}
  ],
  "loss": ${parts.loss ?? '"BCEWithLogitsLoss"'},
  "optimizer": ${parts.optimizer ?? '{ "type": "SGD", "lr": 0.1 }'}${parts.more ?? ''}
}
`;
const linear = (more = '') => `{ "type": "Linear", "out_features": 4${more} }`;

const faulty: Readonly<Record<string, string>> = {
  'softmax-before-cross-entropy': base({
    layers: `${linear()}, { "type": "Tanh" },\n    { "type": "Linear", "out_features": 2 },\n    { "type": "Softmax" }`,
    loss: '"CrossEntropyLoss"',
  }),
  'sigmoid-before-bce-with-logits': base({ layers: `{ "type": "Linear", "out_features": 1 }, { "type": "Sigmoid" }` }),
  'missing-sigmoid': base({ layers: '{ "type": "Linear", "out_features": 1 }', loss: '"BCELoss"' }),
  'nll-needs-log-softmax': base({ layers: '{ "type": "Linear", "out_features": 2 }', loss: '"NLLLoss"' }),
  'squashed-logits': base({ layers: '{ "type": "Linear", "out_features": 1 },\n    { "type": "Tanh" }' }),
  'softmax-of-one': base({
    layers: '{ "type": "Linear", "out_features": 1 }, { "type": "Softmax" }',
    loss: '"BCELoss"',
  }),
  'unused-outputs': base({ layers: linear(), loss: '"CrossEntropyLoss"' }),
  'learning-rate': base({
    layers: '{ "type": "Linear", "out_features": 1 }',
    optimizer: '{ "type": "Adam", "lr": 3 }',
  }),
  'collapsed-linear': base({ layers: `${linear()},\n    ${linear()},\n    { "type": "Linear", "out_features": 1 }` }),
  'identical-units': base({
    layers: `${linear()},\n    { "type": "Tanh" },\n    { "type": "Linear", "out_features": 1 }`,
    more: ',\n  "init": "zeros"',
  }),
  'wide-init': base({
    layers: `${linear(', "init": { "weight": { "type": "normal", "std": 5 } }')},\n    { "type": "Tanh" },\n    { "type": "Linear", "out_features": 1 }`,
  }),
  'sigmoid-stack': base({
    layers: `${Array.from({ length: 6 }, () => `${linear()},\n    { "type": "Sigmoid" },\n    `).join('')}{ "type": "Linear", "out_features": 1 }`,
  }),
  'nothing-to-train': base({ layers: '{ "type": "Linear", "out_features": 1, "frozen": true }' }),
  'batch-larger-than-data': base({
    layers: '{ "type": "Linear", "out_features": 1 }',
    more: ',\n  "training": { "batch_size": 1000 }',
  }),
  'bias-before-batch-norm': base({
    layers: `${linear()},\n    { "type": "BatchNorm1d" },\n    { "type": "ReLU" },\n    { "type": "Linear", "out_features": 1 }`,
  }),
  'log-softmax-before-cross-entropy': base({
    layers: '{ "type": "Linear", "out_features": 2 },\n    { "type": "LogSoftmax" }',
    loss: '"CrossEntropyLoss"',
  }),
  'embedding-rows': `{
  // a comment that stays
  "data": { "source": "inline", "x": [[0, 1], [2, 9]], "y": [0, 1] },
  "layers": [
    { "type": "Embedding", "num_embeddings": 5, "embedding_dim": 2 },
    { "type": "Flatten" },
    { "type": "Linear", "out_features": 1 }
  ],
  "loss": "BCEWithLogitsLoss",
  "optimizer": "Adam"
}`,
  'sees-the-answer': `{
  // a comment that stays
  "data": { "source": "inline", "x": [[0, 1, 2], [1, 2, 0]], "y": [[1, 2, 0], [2, 0, 1]] },
  "layers": [
    { "type": "Embedding", "num_embeddings": 3, "embedding_dim": 4 },
    { "type": "MultiheadAttention", "num_heads": 2 },
    { "type": "LSTM", "hidden_size": 4, "bidirectional": true },
    { "type": "Linear", "out_features": 3 }
  ],
  "loss": "CrossEntropyLoss",
  "optimizer": "Adam"
}`,
  'no-positions': `{
  // a comment that stays
  "data": { "source": "sequence", "samples": 300, "length": 5, "symbols": 2 },
  "layers": [
    { "type": "Linear", "out_features": 8 }, // one vector an entry
    { "type": "Repeat", "times": 2, "layers": [
      { "type": "MultiheadAttention", "name": "att", "num_heads": 2 },
      { "type": "Add", "inputs": ["input", "att"] }
    ] },
    { "type": "Select", "index": -1 },
    { "type": "Linear", "out_features": 2 }
  ],
  "loss": "CrossEntropyLoss",
  "optimizer": "Adam"
}`,
  'hidden-sigmoid': base({
    layers: `${linear()}, { "type": "Sigmoid" },\n    { "type": "Linear", "out_features": 1 }`,
  }),
};

describe.each(Object.entries(faulty))('%s', (code, text) => {
  test('is found from the file alone', async () => {
    const diagnostics = healthDiagnostics((await networkOf(text))!, text);
    expect(diagnostics.map((one) => one.code)).toContain(code);
    for (const { start, end } of diagnostics) expect(text.slice(start, end)).not.toBe('');
  });

  test('each of its fixes takes it away and keeps the comment', async () => {
    const network = (await networkOf(text))!;
    const found = runChecks('network', { network, facts: networkFacts(network) }, {}).filter(
      (one) => one.code === code,
    );
    const remedies = found.flatMap((one) => one.remedies);
    expect(remedies.length).toBeGreaterThan(0);
    for (const remedy of remedies) {
      const fix = fixOf(remedy, text, network)!;
      const better = applyEdits(text, fix.edits);
      const mended = await networkOf(better);
      expect(mended, better).not.toBeNull();
      expect(better).toContain('// a comment that stays');
      expect(
        healthDiagnostics(mended!, better).map((one) => one.code),
        better,
      ).not.toContain(code);
    }
  });
});

describe.each(['\n', '\r\n'])('with trailing commas and comments, lines ended by %j', (eol) => {
  const mend = async (lines: readonly string[], code: string) => {
    const text = lines.join(eol);
    const network = (await networkOf(text))!;
    const { fix } = healthDiagnostics(network, text).find((one) => one.code === code)!;
    return applyEdits(text, fix!.edits);
  };
  const around = (layers: readonly string[], loss: string) => [
    ...['{', '\t"data": { "source": "moons", },', '\t"layers": [', ...layers, '\t],', `\t"loss": "${loss}",`],
    ...['\t"optimizer": "Adam", // quick', '}'],
  ];

  test('a layer at the end comes behind the comment on the last one', async () => {
    const last = '\t\t{ "type": "Linear", "out_features": 1, /* one */ }, // logit';
    const added = '\t\t{ "type": "Sigmoid" },';
    expect(await mend(around([last], 'BCELoss'), 'missing-sigmoid')).toBe(around([last, added], 'BCELoss').join(eol));
    const bare = last.replace('},', '}');
    const both = [last, added.replace(/,$/, '')];
    expect(await mend(around([bare], 'BCELoss'), 'missing-sigmoid')).toBe(around(both, 'BCELoss').join(eol));
  });

  test('a last layer goes with its own comma', async () => {
    const [kept, comment] = ['\t\t{ "type": "Linear", "out_features": 2 },', '\t\t// probabilities'];
    const text = around([kept, comment, '\t\t{ "type": "Softmax" },'], 'CrossEntropyLoss');
    expect(await mend(text, 'softmax-before-cross-entropy')).toBe(
      around([kept, comment], 'CrossEntropyLoss').join(eol),
    );
  });
});

test('removing a layer leaves every comment, of the layer above as of the one below', async () => {
  const text = base({
    layers: '{ "type": "Linear", "out_features": 2 }, // logits\n    { "type": "Softmax" } // to go',
    loss: '"CrossEntropyLoss"',
  });
  const network = (await networkOf(text))!;
  const [{ remedies }] = runChecks('network', { network, facts: networkFacts(network) }, {});
  const better = applyEdits(text, fixOf(remedies[0], text, network)!.edits);
  expect(better).toContain('{ "type": "Linear", "out_features": 2 } // logits');
  expect(better).toContain('// to go');
  expect(better).not.toContain('Softmax"');
  expect(await networkOf(better)).not.toBeNull();
});

test.each([
  ['input-scale', 'inputs-unscaled', 'forward', [[-1, 0]]],
  ['softmax-before-cross-entropy', 'softmax-twice', 'forward', 'loss'],
] as const)('%s shows at the edges by which it comes', async (code, file, direction, edges) => {
  const text = readFileSync(path.join(import.meta.dirname, 'faults', `${file}.nn.json`), 'utf8');
  const network = (await networkOf(text))!;
  const { length } = network.layers;
  const [found] = runChecks('network', { network, facts: networkFacts(network) }, {}).filter(
    (one) => one.code === code,
  );
  expect(found.flow).toEqual({ direction, edges: edges === 'loss' ? [[length - 1, length]] : edges });
});

test('a thousand layers with as many fixes: the time they take ÷ that of reading them is printed', async () => {
  const layers = Array.from({ length: 500 }, () => `${linear(', "init": "zeros"')},\n    { "type": "Sigmoid" }`);
  const text = base({ layers: `${layers.join(',\n    ')},\n    { "type": "Linear", "out_features": 1 }` });
  const network = (await networkOf(text))!;
  let [reading, judging] = [Infinity, Infinity];
  let found: ReturnType<typeof healthDiagnostics> = [];
  for (let round = 0; round < 5; round++) {
    let start = performance.now();
    await networkOf(text);
    reading = Math.min(reading, performance.now() - start);
    start = performance.now();
    found = healthDiagnostics(network, text);
    judging = Math.min(judging, performance.now() - start);
  }
  console.log(`health of 1,001 layers ÷ reading them: ${(judging / reading).toFixed(2)}`);
  const { fix } = found.find(({ code }) => code === 'sigmoid-stack')!;
  expect(applyEdits(text, fix!.edits).match(/"ReLU"/g)).toHaveLength(500);
  expect(await networkOf(applyEdits(text, fix!.edits))).not.toBeNull();
});
