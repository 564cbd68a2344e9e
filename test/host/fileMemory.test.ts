// What is remembered for each file, and forgotten again.
import { expect, test } from 'vitest';
import { FileMemory } from '../../src/host/editor/fileMemory.ts';

function setUp() {
  const values = new Map<string, unknown>();
  let time = 0;
  const memory = new FileMemory(
    {
      get: <Value>(key: string) => values.get(key) as Value | undefined,
      keys: () => [...values.keys()],
      update: (key, value) => {
        if (value === undefined) values.delete(key);
        else values.set(key, value);
        return Promise.resolve();
      },
    },
    () => ++time,
  );
  return { memory, values };
}

test('changes add up', () => {
  const { memory } = setUp();
  memory.update('a', { view: { zoom: 2 } });
  memory.update('a', { size: 'layer' });
  expect(memory.get('a')).toMatchObject({ view: { zoom: 2 }, size: 'layer' });
  expect(memory.get('b')).toEqual({});
});

test('the files used longest ago go first', () => {
  const { memory, values } = setUp();
  memory.update('kept', {});
  for (let i = 0; i < 99; i++) memory.update(`file ${i}`, {});
  memory.update('kept', { size: 'epoch' });
  memory.update('one more', {});
  expect(values.size).toBe(100);
  expect(memory.get('kept').size).toBe('epoch');
  expect(values.has('file:file 0')).toBe(false);
});

test('a run of very much text is not remembered', () => {
  const { memory } = setUp();
  memory.update('a', { replay: { chapters: [{ text: 'x'.repeat(300_000), from: 0 }], tick: 1 } });
  expect(memory.get('a').replay).toBeUndefined();
});

test('a saved new network goes on with its run, another text does not', () => {
  const { memory } = setUp();
  const replay = { chapters: [{ text: 'a', from: 0 }], tick: 7 };
  memory.update('untitled:one', { replay, size: 'epoch' });
  memory.adoptUntitled('file:///other', 'b');
  expect(memory.get('file:///other')).toEqual({});
  memory.adoptUntitled('file:///saved', 'a');
  expect(memory.get('file:///saved')).toMatchObject({ replay, size: 'epoch' });
  memory.update('untitled:two', { replay: { ...replay, tick: 9 } });
  memory.adoptUntitled('file:///saved', 'a');
  expect(memory.get('file:///saved').replay?.tick).toBe(7);
});
