// What the engine said of each document, in the Problems panel, as squiggles, and with its fixes as quick fixes.
import {
  CodeAction,
  CodeActionKind,
  Diagnostic,
  DiagnosticSeverity,
  EventEmitter,
  languages,
  Range,
  WorkspaceEdit,
  type CodeActionProvider,
  type Disposable,
  type TextDocument,
  type Uri,
} from 'vscode';
import type { CheckResult, WireDiagnostic } from '../../protocol/engine.ts';
import type { ShownDiagnostic } from '../../protocol/view.ts';
import { translate } from '../translate.ts';

const severities: Record<WireDiagnostic['severity'], DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

interface Entry {
  readonly diagnostic: Diagnostic;
  readonly fix: WireDiagnostic['fix'];
}

interface Page {
  readonly version: number;
  readonly list: readonly Entry[];
  readonly sampleShape: CheckResult['sampleShape'];
}

export class DiagnosticsBook implements CodeActionProvider, Disposable {
  private readonly collection = languages.createDiagnosticCollection('backstep');
  private readonly entries = new Map<string, Page>();
  private readonly changed = new EventEmitter<Uri>();
  /** The engine has read a document anew. */
  readonly onDidChange = this.changed.event;
  private readonly registration = languages.registerCodeActionsProvider({ language: 'nnjson' }, this, {
    providedCodeActionKinds: [CodeActionKind.QuickFix],
  });

  /** `wire` must be of the document as it is now. */
  set(document: TextDocument, wire: readonly WireDiagnostic[], sampleShape: CheckResult['sampleShape']) {
    const list = wire.map(({ code, severity, message, start, end, fix }): Entry => {
      const range = new Range(document.positionAt(start), document.positionAt(end));
      const diagnostic = new Diagnostic(range, translate(message), severities[severity]);
      diagnostic.source = 'backstep';
      diagnostic.code = code;
      return { diagnostic, fix };
    });
    this.entries.set(document.uri.toString(), { version: document.version, list, sampleShape });
    this.collection.set(
      document.uri,
      list.map(({ diagnostic }) => diagnostic),
    );
    this.changed.fire(document.uri);
  }

  /** The shape of one sample of a document's data when it was last read. */
  sampleShape(uri: Uri): CheckResult['sampleShape'] {
    return this.entries.get(uri.toString())?.sampleShape ?? null;
  }

  delete(uri: Uri) {
    this.entries.delete(uri.toString());
    this.collection.delete(uri);
  }

  provideCodeActions(document: TextDocument, range: Range): CodeAction[] {
    const entry = this.entries.get(document.uri.toString());
    // A fix's offsets hold for the text that was checked only.
    if (entry?.version !== document.version) return [];
    return entry.list
      .filter(({ diagnostic }) => diagnostic.range.intersection(range))
      .flatMap(({ diagnostic, fix }) => (fix ? [quickFix(document, diagnostic, fix)] : []));
  }

  dispose() {
    this.changed.dispose();
    this.registration.dispose();
    this.collection.dispose();
  }
}

function quickFix(document: TextDocument, diagnostic: Diagnostic, fix: NonNullable<WireDiagnostic['fix']>): CodeAction {
  const action = new CodeAction(translate(fix.title), CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = true;
  action.edit = new WorkspaceEdit();
  for (const { start, end, text } of fix.edits) {
    action.edit.replace(document.uri, new Range(document.positionAt(start), document.positionAt(end)), text);
  }
  return action;
}

/** As the strip of the visual editor shows them. */
export function shownDiagnostics(document: TextDocument, wire: readonly WireDiagnostic[]): readonly ShownDiagnostic[] {
  return wire.map(({ severity, code, message, start }) => {
    const { line, character } = document.positionAt(start);
    return { severity, code, message: translate(message), line: line + 1, column: character + 1, start };
  });
}
