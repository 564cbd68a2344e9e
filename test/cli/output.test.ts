// Output to streams that take their time, go away or fail.
import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createOutput } from '../../src/cli/output.ts';

/** Takes what is written, or fails with this code. */
function stream(code?: string) {
  const taken: string[] = [];
  const writable = new Writable({
    write(chunk: Buffer, _encoding, done) {
      taken.push(chunk.toString());
      done(code === undefined ? null : Object.assign(new Error('no'), { code }));
    },
  });
  return { writable, taken };
}

describe('an output', () => {
  it('gathers lines and sends them at once', async () => {
    const { writable, taken } = stream();
    const output = createOutput(writable);
    output.line('a');
    output.write('b');
    expect(taken).toEqual([]);
    await output.flush();
    expect(taken).toEqual(['a\nb']);
    await output.flush();
    expect(taken).toHaveLength(1);
  });

  it('is closed by a broken pipe, without failure, and drops what follows', async () => {
    const { writable, taken } = stream('EPIPE');
    const output = createOutput(writable);
    output.line('a');
    await output.flush();
    expect(output).toMatchObject({ closed: true, failure: null });
    output.line('b');
    await output.flush();
    expect(taken).toEqual(['a\n']);
  });

  it('tells a failure that is no broken pipe', async () => {
    const output = createOutput(stream('ENOSPC').writable);
    output.line('a');
    await output.flush();
    expect(output).toMatchObject({ closed: true, failure: 'ENOSPC' });
  });

  it('has columns only on a terminal', () => {
    expect(createOutput(stream().writable).columns).toBe(0);
    expect(createOutput(Object.assign(stream().writable, { isTTY: true, columns: 120 })).columns).toBe(120);
    expect(createOutput(Object.assign(stream().writable, { isTTY: true, columns: 0 })).columns).toBe(80);
  });
});
