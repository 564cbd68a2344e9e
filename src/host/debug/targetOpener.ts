// A debug session's target inside VS Code: the session that the editor's panels of that document share.
import { Uri, workspace } from 'vscode';
import type { DebugTarget, TargetOpener } from '../../debug/target.ts';
import type { Sessions } from '../editor/sessions.ts';
import { arrange, type Arrangement } from './arrangement.ts';

export class SessionTargets implements TargetOpener {
  private readonly sessions: Sessions;
  private readonly arrangements = new Map<string, Arrangement>();

  constructor(sessions: Sessions) {
    this.sessions = sessions;
  }

  arrangementOf(program: string): Arrangement | undefined {
    return this.arrangements.get(Uri.file(program).toString());
  }

  pathOf(program: string): string {
    return Uri.file(program).fsPath;
  }

  async open(
    { program, weights, kind }: Parameters<TargetOpener['open']>[0],
    events: Parameters<TargetOpener['open']>[1],
  ) {
    const uri = Uri.file(program);
    const key = uri.toString();
    if (this.arrangements.has(key)) return { problem: { template: '{0} is being debugged already.', args: [program] } };
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
    const arrangement = await arrange(document);
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
