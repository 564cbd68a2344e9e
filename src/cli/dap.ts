// `backstep dap`: the debug adapter over stdin and stdout, for editors other than VS Code.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { text } from '../core/text.ts';
import { DebugAdapter } from '../debug/adapter.ts';
import { MessageReader } from '../debug/messageReader.ts';
import type { TargetOpener } from '../debug/target.ts';
import { EngineClient } from '../engine/client.ts';
import { startWorker } from '../engine/startWorker.ts';
import type { WireFinding } from '../protocol/engine.ts';
import { command } from './command.ts';
import { diagnosticLines } from './diagnosticLines.ts';
import { readText } from './openNetwork.ts';

const memoryLimit = 2 ** 31;
const historyLimit = 2 ** 28;

export const dap = command({
  name: 'dap',
  summary: 'Serves the Debug Adapter Protocol on stdin and stdout.',
  usage: '',
  files: 'none',
  options: {},
  notes: [
    'For editors: launch with {"program": "FILE.nn.json"}, and if you like "iterations", "stopOnEntry", "weights".\n' +
      'Expressions of conditions, watches and log points are described in the documentation of the debugger.',
  ],
  async run() {
    const adapter = new DebugAdapter(opener);
    const reader = new MessageReader({
      message: (value) => adapter.handleMessage(value as DebugProtocol.ProtocolMessage),
      unreadable: (source, why) => adapter.unreadable(source, why),
    });
    adapter.onDidSendMessage((message) => {
      const json = JSON.stringify(message);
      process.stdout.write(`Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
    });
    process.stdin.on('data', (chunk) => reader.push(chunk));
    await Promise.race([adapter.closed, new Promise((resolve) => process.stdin.once('close', resolve))]);
    adapter.dispose();
    process.stdin.destroy();
    return 0;
  },
});

/** Each target is a file as it is on the disk, with an engine of its own. */
const opener: TargetOpener = {
  pathOf: (program) => path.resolve(program),
  async open({ program, weights, kind }, events) {
    const read = await readText(program);
    if ('problem' in read) return { problem: text('{0}', read.problem) };
    let findings: readonly WireFinding[] = [];
    // From dist/, where this file is bundled to.
    const worker = fileURLToPath(new URL('./engineWorker.js', import.meta.url));
    const client = new EngineClient(() => startWorker(worker), {
      frame: () => undefined,
      health: (found) => void (findings = found),
      stopped: (reason, message) => reason === 'failed' && events.failed(message ?? reason),
      experiment: () => undefined,
      logged: (lines) => events.logged(lines),
      moved: () => undefined,
      crashed: (reason, comingBack) => !comingBack && events.failed(reason),
      recovered: () => undefined,
    });
    const directory = path.dirname(program);
    const from = weights === null ? {} : { weights };
    const request = { text: read.text, directory, keep: false, memoryLimit, historyLimit, health: true, ...from };
    const { network, diagnostics } = await client.open(request);
    if (!network) {
      client.dispose();
      const errors = diagnostics.filter(({ severity }) => severity === 'error');
      return { problem: text('{0}', diagnosticLines(program, read.text, errors).join('\n')) };
    }
    // What was just opened to be launched is a new run.
    let fresh = kind === 'launch';
    return {
      engine: client,
      network,
      text: read.text,
      get findings() {
        return findings;
      },
      resume: (asked) => client.resume(asked),
      async restart() {
        if (!fresh) await client.restart(weights);
        fresh = false;
      },
      dispose: () => Promise.resolve(client.dispose()),
    };
  },
};
