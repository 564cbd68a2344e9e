// The text beside the graph: shown, revealed, selected.
import {
  Range,
  Selection,
  TabInputCustom,
  TabInputText,
  TextEditorRevealType,
  ViewColumn,
  commands,
  window,
  type TextDocument,
  type TextEditor,
  type Uri,
} from 'vscode';
import { placeOf } from './places.ts';

export const viewType = 'backstep.network';

/** Opens the text to the side, or shows it where it is open already. */
export function showSource(document: TextDocument, offset?: number): Thenable<TextEditor> {
  const position = offset === undefined ? undefined : document.positionAt(offset);
  return window.showTextDocument(document, {
    viewColumn: columnOf(document.uri, (input) => input instanceof TabInputText) ?? ViewColumn.Beside,
    ...(position && { selection: new Range(position, position) }),
  });
}

/** Opens the graph to the side, or shows it where it is open already. */
export function showGraph(uri: Uri): Thenable<unknown> {
  const open = columnOf(uri, (input) => input instanceof TabInputCustom && input.viewType === viewType);
  return commands.executeCommand('vscode.openWith', uri, viewType, open ?? ViewColumn.Beside);
}

/** Selects a layer's lines wherever the text is visible; the focus stays where it is. */
export function selectInText(document: TextDocument, index: number, layerCount: number) {
  const place = placeOf(document.getText(), index, layerCount);
  if (!place) return;
  const range = new Range(document.positionAt(place.start), document.positionAt(place.end));
  for (const editor of window.visibleTextEditors.filter((visible) => visible.document === document)) {
    editor.selection = new Selection(range.start, range.end);
    editor.revealRange(range, TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

function columnOf(uri: Uri, isWanted: (input: unknown) => boolean): ViewColumn | undefined {
  const shows = (input: unknown) =>
    isWanted(input) && (input as TabInputText | TabInputCustom).uri.toString() === uri.toString();
  return window.tabGroups.all.find((group) => group.tabs.some((tab) => shows(tab.input)))?.viewColumn;
}
