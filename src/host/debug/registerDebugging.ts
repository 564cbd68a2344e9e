// Debugging in VS Code: the adapter inside the extension host, configurations, hover, commands.
import {
  commands,
  debug,
  DebugAdapterInlineImplementation,
  DebugStackFrame,
  type DebugConfiguration,
  type DebugSession,
  type Disposable,
  EvaluatableExpression,
  l10n,
  languages,
  Range,
  TabInputCustom,
  Uri,
  window,
} from 'vscode';
import { DebugAdapter } from '../../debug/adapter.ts';
import { expressionAt } from '../../debug/expressionAt.ts';
import type { Sessions } from '../editor/sessions.ts';
import { showGraph, viewType } from '../editor/source.ts';
import { translate } from '../translate.ts';
import { StopGate } from './stopGate.ts';
import { SessionTargets } from './targetOpener.ts';

const type = 'backstep';

interface Sent {
  readonly type?: string;
  readonly command?: string;
  readonly body?: { readonly stackFrames?: readonly { readonly line: number }[] };
}

export function registerDebugging(sessions: Sessions): Disposable[] {
  const targets = new SessionTargets(sessions);
  const arrangementOf = (session: DebugSession) => targets.arrangementOf(String(session.configuration.program));
  return [
    debug.registerDebugAdapterDescriptorFactory(type, {
      createDebugAdapterDescriptor: (session) => {
        const adapter = new DebugAdapter(targets, translate);
        const beforeStop = async () => arrangementOf(session)?.beforeStop();
        return new DebugAdapterInlineImplementation(new StopGate(adapter, beforeStop));
      },
    }),
    debug.registerDebugConfigurationProvider(type, {
      resolveDebugConfiguration(_folder, configuration) {
        return configuration.type ? configuration : withoutLaunchFile(configuration);
      },
      resolveDebugConfigurationWithSubstitutedVariables: (_folder, configuration) => configuration,
    }),
    debug.registerDebugAdapterTrackerFactory(type, {
      createDebugAdapterTracker: (session) => ({
        onDidSendMessage({ type: kind, command, body }: Sent) {
          if (kind === 'response' && command === 'stackTrace' && body?.stackFrames?.[0])
            arrangementOf(session)?.expectLine(body.stackFrames[0].line - 1);
        },
      }),
    }),
    debug.onDidChangeActiveStackItem((item) => {
      if (item instanceof DebugStackFrame && item.session.type === type) arrangementOf(item.session)?.frameShown();
    }),
    languages.registerEvaluatableExpressionProvider('nnjson', {
      provideEvaluatableExpression(document, position) {
        const names = sessions.get(document.uri)?.network?.layers.map(({ name }) => name) ?? [];
        const found = expressionAt(document.getText(), document.offsetAt(position), names);
        if (!found) return null;
        const { start, end } = found.span;
        return new EvaluatableExpression(
          new Range(document.positionAt(start), document.positionAt(end)),
          found.expression,
        );
      },
    }),
    commands.registerCommand('backstep.debug', async (uri: unknown) => {
      const program = uri instanceof Uri ? uri : activeNetwork();
      if (program) await debug.startDebugging(undefined, configurationFor(program));
    }),
    commands.registerCommand('backstep.viewTensor', async (context: unknown) => {
      const { evaluateName } = (context as { variable?: { evaluateName?: string } } | undefined)?.variable ?? {};
      // Of a row or a cell the whole.
      const name = evaluateName?.replaceAll('`', '').replace(/\[.*$/, '');
      const session = debug.activeDebugSession;
      if (!name || session?.type !== type) return;
      const uri = Uri.file(String(session.configuration.program));
      await showGraph(uri);
      const network = sessions.get(uri);
      const owner = network?.network?.layers.findIndex((layer) => name.startsWith(`${layer.name}.`)) ?? -1;
      if (network && owner >= 0) network.inspect(owner, name);
    }),
  ];
}

function configurationFor(uri: Uri): DebugConfiguration {
  return { type, request: 'launch', name: l10n.t('Debug Network'), program: uri.fsPath };
}

/** F5 with no launch.json: the network that is looked at. */
function withoutLaunchFile(configuration: DebugConfiguration): DebugConfiguration | undefined {
  const uri = activeNetwork();
  return uri && { ...configurationFor(uri), ...(configuration.noDebug === true && { noDebug: true }) };
}

function activeNetwork(): Uri | undefined {
  const editor = window.activeTextEditor;
  if (editor?.document.languageId === 'nnjson') return editor.document.uri;
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof TabInputCustom && input.viewType === viewType ? input.uri : undefined;
}
