// Answers, whatever the requests are about.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { expect, it } from 'vitest';
import { type Handler, RequestServer } from '../../src/debug/requestServer.ts';

class Server extends RequestServer {
  readonly told: string[] = [];
  finish: (body: object) => void = () => undefined;
  protected override readonly handlers: Readonly<Record<string, Handler>> = {
    initialize: () => ({}),
    evaluate: () => new Promise((resolve) => (this.finish = resolve)),
    launch: () => new Promise((resolve) => (this.finish = resolve)),
    cancel: (args) => this.cancel(args.needNumber('requestId')),
  };
  protected override answered(command: string): void {
    this.told.push(command);
  }
}

function server() {
  const one = new Server();
  const sent: DebugProtocol.Response[] = [];
  one.onDidSendMessage((message) => sent.push(message as DebugProtocol.Response));
  const ask = (seq: number, command: string, args?: object) =>
    one.handleMessage({ seq, type: 'request', command, arguments: args } as DebugProtocol.Request);
  const answers = () => sent.map(({ request_seq: seq, success, message }) => [seq, success, message]);
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  ask(1, 'initialize');
  return { one, ask, answers, settled };
}

it('cancels a request that only looks, and answers it once', async () => {
  const { one, ask, answers, settled } = server();
  ask(2, 'evaluate');
  ask(3, 'cancel', { requestId: 2 });
  await settled();
  one.finish({ result: '1' });
  await settled();
  expect(answers()).toHaveLength(3);
  expect(answers()).toEqual(
    expect.arrayContaining([
      [3, true, undefined],
      [2, false, 'cancelled'],
    ]),
  );
  expect(one.told).toEqual(['initialize', 'cancel']);
});

it('does not cancel what changes something, nor what is answered', async () => {
  const { one, ask, answers, settled } = server();
  ask(2, 'launch');
  ask(3, 'cancel', { requestId: 2 });
  await settled();
  one.finish({});
  await settled();
  ask(4, 'cancel', { requestId: 2 });
  await settled();
  expect(answers().slice(1)).toEqual([
    [3, true, undefined],
    [2, true, undefined],
    [4, true, undefined],
  ]);
});
