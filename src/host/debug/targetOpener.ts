// A debug session's target inside VS Code: the session that the editor's panels of that document share.
import { Uri, workspace } from 'vscode';
import type { DebugTarget, LaunchOptions, TargetEvents, TargetOpener } from '../../debug/target.ts';
import type { Sessions } from '../editor/sessions.ts';
import { arrange, type Arrangement } from './arrangement.ts';

export class SessionTargets implements TargetOpener {
  private readonly sessions: Sessions;
  private readonly arrangements = new Map<string, Arrangement>();
  /** Files that are debugged or about to be. */
  private readonly taken = new Set<string>();

  constructor(sessions: Sessions) {
    this.sessions = sessions;
  }

  arrangementOf(program: string): Arrangement | undefined {
    return this.arrangements.get(Uri.file(program).toString());
  }

  pathOf(program: string): string {
    return Uri.file(program).fsPath;
  }

  async open(options: LaunchOptions, events: TargetEvents): ReturnType<TargetOpener['open']> {
    const key = Uri.file(options.program).toString();
    if (this.taken.has(key))
      return { problem: { template: '{0} is being debugged already.', args: [options.program] } };
    this.taken.add(key);
    let opened = false;
    try {
      const result = await this.openFree(options, events);
      opened = !('problem' in result);
      return result;
    } finally {
      if (!opened) this.taken.delete(key);
    }
  }

  private async openFree({ program, weights, kind }: LaunchOptions, events: TargetEvents) {
    const uri = Uri.file(program);
    const key = uri.toString();
    const document = await Promise.resolve(workspace.openTextDocument(uri)).catch(() => null);
    if (!document) return { problem: { template: '{0} can’t be opened.', args: [program] } };
    const lease = this.sessions.acquire(document);
    const { session } = lease;
    await session.ready;
    const errors = session.diagnostics.filter(({ severity }) => severity === 'error');
    const { network, client, stepper } = session;
    if (!network || errors.length > 0) {
      lease.dispose();
      const [first] = errors;
      return {
        problem: first
          ? { template: 'Line {0}: {1}', args: [first.line, first.message] }
          : { template: '{0} has no network.', args: [program] },
      };
    }
    const arrangement = arrange(document);
    this.arrangements.set(key, arrangement);
    session.attached = events;
    stepper.runner = () => events.run();
    const target: DebugTarget = {
      engine: client,
      get network() {
        return session.network ?? network;
      },
      get text() {
        return session.text;
      },
      get findings() {
        return session.wireFindings;
      },
      resume: (request) => stepper.moving(() => client.resume(request)),
      async restart() {
        const problem = await session.restart(kind === 'launch' ? weights : null);
        if (problem !== null) events.failed(problem);
      },
      dispose: async () => {
        session.attached = null;
        stepper.runner = null;
        this.arrangements.delete(key);
        this.taken.delete(key);
        arrangement.dispose();
        // A crashed engine has nothing to let go of.
        await client.pause().catch(() => undefined);
        await client.setStops({ breakpoints: [], dataBreakpoints: [], exceptions: [] }).catch(() => undefined);
        lease.dispose();
      },
    };
    return target;
  }
}
