// A client's bytes, right and wrong: what is cut off one message must not cost another.
import { expect, it } from 'vitest';
import { MessageReader } from '../../src/debug/messageReader.ts';

function reader() {
  const read: unknown[] = [];
  const wrong: [source: string, why: string][] = [];
  const one = new MessageReader({
    message: (value) => read.push(value),
    unreadable: (source, why) => wrong.push([source, why]),
  });
  return { read, wrong, push: (text: string) => one.push(Buffer.from(text)) };
}

const framed = (text: string, length = Buffer.byteLength(text)) => `Content-Length: ${length}\r\n\r\n${text}`;
const hello = { seq: 1, text: 'ä \u{1F600} {"}' };
const next = { seq: 2 };

it('reads messages however they are cut', () => {
  const { read, wrong, push } = reader();
  push(framed(JSON.stringify(hello)) + framed(JSON.stringify(next)));
  const bytes = framed(JSON.stringify({ seq: 3, list: [{}, {}] }));
  for (const character of bytes) push(character);
  expect(read).toEqual([hello, next, { seq: 3, list: [{}, {}] }]);
  expect(wrong).toEqual([]);
});

it('knows other fields of a header, in either case', () => {
  const { read, wrong, push } = reader();
  push('content-type: application/vscode-jsonrpc\r\ncontent-length:9\r\nX: y\r\n\r\n{"seq":2}');
  push(framed(''));
  expect(read).toEqual([next]);
  expect(wrong).toEqual([]);
});

it('tells what is no JSON', () => {
  const { read, wrong, push } = reader();
  push(framed('{ no') + framed('{"seq":2}'));
  expect(read).toEqual([next]);
  expect(wrong).toEqual([['{ no', expect.stringMatching(/JSON/)]]);
});

it.each([
  ['too short', framed('{"seq":1}', 4), [['{"seq":1}', 'Content-Length is 4, but the message has 9 bytes.']], []],
  ['too long', framed('{"seq":1}', 40), [], [{ seq: 1 }]],
  ['huge', framed('{"seq":1}', 1e15), [], [{ seq: 1 }]],
  ['too long, and no JSON', framed('{"seq":1', 40), [['{"seq":1', expect.stringMatching(/40, but .* 8 bytes/)]], []],
  ['negative', 'Content-Length: -3\r\n\r\n{"seq":1}', [['{"seq":1}', expect.stringMatching(/-3/)]], []],
  ['no number', 'Content-Length: x\r\n\r\n', [['', expect.stringMatching(/Content-Length is x/)]], []],
  ['missing', 'Type: 3\r\n\r\n', [['Type: 3', expect.stringMatching(/Content-Length/)]], []],
  ['before it nonsense', 'nonsense\n', [['nonsense', expect.stringMatching(/Content-Length/)]], []],
])('a length that is %s costs its own message only', (_, bytes, told, extra) => {
  const { read, wrong, push } = reader();
  push(bytes);
  push(framed('{"seq":2}'));
  push(framed('{"seq":3}'));
  expect(wrong).toEqual(told);
  expect(read).toEqual([...extra, next, { seq: 3 }]);
});

it('does not gather what has no header for ever', () => {
  const { read, wrong, push } = reader();
  for (let i = 0; i < 20; i++) push('x'.repeat(2 ** 16));
  expect(wrong.length).toBeGreaterThan(0);
  push(`\r\n\r\n${framed('{"seq":2}')}`);
  expect(read).toEqual([next]);
});
