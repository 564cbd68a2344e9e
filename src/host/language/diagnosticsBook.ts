// What the engine said of each document, in the Problems panel, as squiggles, and with its fixes as quick fixes: what is
// wrong with the text, and while a session of it runs what its health is at the moment.
import {
  CodeAction,
  CodeActionKind,
  Diagnostic,
  DiagnosticSeverity,
  EventEmitter,
  l10n,
  languages,
  Range,
  WorkspaceEdit,
  type CodeActionProvider,
  type Disposable,
  type TextDocument,
  type Uri,
} from 'vscode';
import type { CheckResult, WireDiagnostic, WireFinding, WireFix } from '../../protocol/engine.ts';
import type { ShownDiagnostic } from '../../protocol/view.ts';
import { translate } from '../translate.ts';
import { explainCommand, explainLink } from './healthPages.ts';

const severities: Record<WireDiagnostic['severity'], DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

interface Entry {
  readonly diagnostic: Diagnostic;
  /** The likeliest first. */
  readonly fixes: readonly WireFix[];
  /** The code, where a page explains it. */
  readonly page: string | null;
}

/** Entries of one version of a document. */
interface Reading {
  readonly version: number;
  readonly list: readonly Entry[];
}

interface Page {
  readonly text: Reading;
  readonly run: Reading;
  readonly sampleShape: CheckResult['sampleShape'];
}

const nothing: Reading = { version: 0, list: [] };

export class DiagnosticsBook implements CodeActionProvider, Disposable {
  private readonly collection = languages.createDiagnosticCollection('backstep');
  private readonly pages = new Map<string, Page>();
  private readonly changed = new EventEmitter<Uri>();
  /** The engine has read a document anew. */
  readonly onDidChange = this.changed.event;
  private readonly registration = languages.registerCodeActionsProvider({ language: 'nnjson' }, this, {
    providedCodeActionKinds: [CodeActionKind.QuickFix],
  });

  /** `wire` must be of the document as it is now. */
  set(document: TextDocument, wire: readonly WireDiagnostic[], sampleShape: CheckResult['sampleShape']) {
    const list = wire.map((one) => {
      const { fix, otherFixes = [], hasPage } = one;
      return entryOf(document, one, fix ? [fix, ...otherFixes] : [], hasPage === true);
    });
    const { run } = this.pageOf(document.uri);
    this.put(document.uri, { text: { version: document.version, list }, run, sampleShape });
    this.changed.fire(document.uri);
  }

  /**
   * What a session finds at its moment; none of it when the session is over.
   * @param text the one that it is about: where the document says something else by now, there is nothing to show
   */
  setFindings(document: TextDocument, findings: readonly WireFinding[], text: string) {
    const known = this.pageOf(document.uri);
    if (findings.length === 0 && known.run.list.length === 0) return;
    const list = document.getText() === text ? findings.map((one) => entryOf(document, one, one.fixes, true)) : [];
    this.put(document.uri, { ...known, run: { version: document.version, list: distinct(list) } });
  }

  /** The shape of one sample of a document's data when it was last read. */
  sampleShape(uri: Uri): CheckResult['sampleShape'] {
    return this.pageOf(uri).sampleShape;
  }

  /** What is said of a code in a document now. */
  messages(uri: Uri, code: string): readonly string[] {
    const { text, run } = this.pageOf(uri);
    return [...text.list, ...run.list].filter(({ page }) => page === code).map(({ diagnostic }) => diagnostic.message);
  }

  delete(uri: Uri) {
    this.pages.delete(uri.toString());
    this.collection.delete(uri);
  }

  provideCodeActions(document: TextDocument, range: Range): CodeAction[] {
    const { text, run } = this.pageOf(document.uri);
    // A fix's offsets hold for the text that was checked only.
    const entries = [text, run].flatMap(({ version, list }) => (version === document.version ? list : []));
    const here = entries.filter(({ diagnostic }) => diagnostic.range.intersection(range));
    return [
      ...here.flatMap(({ diagnostic, fixes }) => fixes.map((fix, i) => quickFix(document, diagnostic, fix, i === 0))),
      ...here.flatMap(({ diagnostic, page }) => (page === null ? [] : [whyAction(document.uri, diagnostic, page)])),
    ];
  }

  dispose() {
    this.changed.dispose();
    this.registration.dispose();
    this.collection.dispose();
  }

  private pageOf(uri: Uri): Page {
    return this.pages.get(uri.toString()) ?? { text: nothing, run: nothing, sampleShape: null };
  }

  private put(uri: Uri, page: Page) {
    this.pages.set(uri.toString(), page);
    this.collection.set(
      uri,
      [...page.text.list, ...page.run.list].map(({ diagnostic }) => diagnostic),
    );
  }
}

function entryOf(
  document: TextDocument,
  { code, severity, message, start, end }: Pick<WireDiagnostic, 'code' | 'severity' | 'message' | 'start' | 'end'>,
  fixes: readonly WireFix[],
  hasPage: boolean,
): Entry {
  const range = new Range(document.positionAt(start), document.positionAt(end));
  const diagnostic = new Diagnostic(range, translate(message), severities[severity]);
  diagnostic.source = 'backstep';
  diagnostic.code = hasPage ? { value: code, target: explainLink(document.uri, code) } : code;
  return { diagnostic, fixes, page: hasPage ? code : null };
}

/** The repetitions of a block stand in one place, and mostly say one thing. */
function distinct(list: readonly Entry[]): readonly Entry[] {
  const key = ({ page, diagnostic: { range, message } }: Entry) => JSON.stringify([page, range.start, message]);
  return [...new Map(list.map((entry) => [key(entry), entry])).values()];
}

function quickFix(document: TextDocument, diagnostic: Diagnostic, fix: WireFix, isPreferred: boolean): CodeAction {
  const action = new CodeAction(translate(fix.title), CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.isPreferred = isPreferred;
  action.edit = new WorkspaceEdit();
  for (const { start, end, text } of fix.edits) {
    action.edit.replace(document.uri, new Range(document.positionAt(start), document.positionAt(end)), text);
  }
  return action;
}

function whyAction(uri: Uri, diagnostic: Diagnostic, code: string): CodeAction {
  const title = l10n.t('Why? What “{0}” means', code);
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.diagnostics = [diagnostic];
  action.command = { title, command: explainCommand, arguments: [uri, code] };
  return action;
}

/** As the strip of the visual editor shows them. */
export function shownDiagnostics(document: TextDocument, wire: readonly WireDiagnostic[]): readonly ShownDiagnostic[] {
  return wire.map(({ severity, code, message, start }) => {
    const { line, character } = document.positionAt(start);
    return { severity, code, message: translate(message), line: line + 1, column: character + 1, start };
  });
}
