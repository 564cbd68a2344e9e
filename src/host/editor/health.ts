// What the engine finds wrong with a network, as views show it, and its fixes as edits of the document.
import { l10n, Range, window, workspace, WorkspaceEdit, type TextDocument } from 'vscode';
import type { WireFinding } from '../../protocol/engine.ts';
import type { ShownFinding } from '../../protocol/view.ts';
import { translate } from '../translate.ts';

export function shownFindings(findings: readonly WireFinding[]): readonly ShownFinding[] {
  return findings.map(({ code, severity, node, title, message, since, fixes, flow }) => ({
    code,
    severity,
    node,
    flow,
    title: translate(title),
    message: translate(message),
    since,
    fixes: fixes.map((fix) => translate(fix.title)),
  }));
}

/** @param text the one that the fix is an edit of; where the document says something else by now, nothing is edited */
export async function applyFix(document: TextDocument, text: string, fix: WireFinding['fixes'][number] | undefined) {
  if (!fix || document.getText() !== text) {
    void window.showInformationMessage(l10n.t('The file has changed since this was found; nothing was edited.'));
    return;
  }
  const edit = new WorkspaceEdit();
  for (const { start, end, text: replacement } of fix.edits) {
    edit.replace(document.uri, new Range(document.positionAt(start), document.positionAt(end)), replacement);
  }
  await workspace.applyEdit(edit);
}
