// Text and graph in two groups while a network is debugged. VS Code shows a stop by a plain open of the file, which the
// visual editor wins: what it opens over the text is closed again, and the text shown at its line.
import {
  commands,
  type Disposable,
  Range,
  type Tab,
  TabInputCustom,
  TabInputText,
  type TextDocument,
  TextEditorRevealType,
  ViewColumn,
  window,
} from 'vscode';
import { viewType } from '../editor/source.ts';

/** Milliseconds after a stop in which a tab that appears is VS Code's doing. */
const settleTime = 5000;

export interface Arrangement extends Disposable {
  /** VS Code is going to show a place: where the run has stopped, or that of a frame that was selected. */
  expect(what: 'stop' | 'frame'): void;
  /** It is on this line, from 0. */
  expectLine(line: number): void;
}

export async function arrange(document: TextDocument): Promise<Arrangement> {
  const key = document.uri.toString();
  const showsText = ({ input }: Tab) => input instanceof TabInputText && input.uri.toString() === key;
  const showsGraph = ({ input }: Tab) =>
    input instanceof TabInputCustom && input.viewType === viewType && input.uri.toString() === key;
  const columnsOf = (shows: (tab: Tab) => boolean) =>
    window.tabGroups.all.filter(({ tabs }) => tabs.some(shows)).map(({ viewColumn }) => viewColumn);
  const showText = (viewColumn: ViewColumn, preserveFocus: boolean) =>
    window.showTextDocument(document, { viewColumn, preserveFocus, preview: false });
  const showGraph = (viewColumn: ViewColumn) =>
    commands.executeCommand('vscode.openWith', document.uri, viewType, {
      viewColumn,
      preserveFocus: true,
      preview: false,
    });

  let textColumn = columnsOf(showsText).at(0);
  let graphColumn = columnsOf(showsGraph).find((column) => column !== textColumn);
  const both = columnsOf(showsGraph).includes(textColumn ?? -1);
  if (textColumn === undefined && graphColumn !== undefined) {
    const neighbour = window.tabGroups.all.find(({ viewColumn }) => viewColumn !== graphColumn)?.viewColumn;
    textColumn = (await showText(neighbour ?? ViewColumn.Beside, true)).viewColumn;
  } else if (textColumn === undefined) {
    textColumn = (await showText(ViewColumn.Active, false)).viewColumn;
  } else {
    // A preview would be replaced by the next file that is looked at.
    await showText(textColumn, true);
  }
  if (graphColumn === undefined) {
    const neighbour = window.tabGroups.all.find(({ viewColumn }) => viewColumn !== textColumn)?.viewColumn;
    await showGraph(neighbour ?? ViewColumn.Beside);
    graphColumn = columnsOf(showsGraph).find((column) => column !== textColumn);
    if (both) await close(textColumn);
  }

  let expectedUntil = 0;
  let line: number | null = null;
  /** Whether the text is to have the focus again: it had it at the stop. Who selects a frame is in the call stack. */
  let focused = false;
  let ofStop = false;
  let settling = false;
  let again = false;

  async function close(column: ViewColumn | undefined) {
    const group = window.tabGroups.all.find(({ viewColumn }) => viewColumn === column);
    const extra = group?.tabs.filter(showsGraph) ?? [];
    if (extra.length > 0) await window.tabGroups.close(extra, true);
    return extra.length > 0;
  }

  /** What changes meanwhile is looked at once more. */
  async function settle() {
    again = true;
    if (settling) return;
    settling = true;
    try {
      while (again && Date.now() < expectedUntil && textColumn !== undefined) {
        again = false;
        await settleOnce(textColumn);
      }
    } finally {
      settling = false;
    }
  }

  async function settleOnce(column: ViewColumn) {
    const closed = await close(column);
    const group = window.tabGroups.all.find(({ viewColumn }) => viewColumn === column);
    const hidden = !group?.activeTab || !showsText(group.activeTab);
    if (!closed && !hidden) return;
    const editor = await showText(column, !focused);
    if (line !== null) editor.revealRange(new Range(line, 0, line, 0), TextEditorRevealType.InCenterIfOutsideViewport);
  }

  const subscription = window.tabGroups.onDidChangeTabs(({ changed }) => {
    const moved = changed.find((tab) => showsText(tab) && tab.group.viewColumn !== textColumn);
    if (moved && columnsOf(showsText).every((column) => column !== textColumn)) textColumn = moved.group.viewColumn;
    void settle();
  });
  return {
    expect(what) {
      expectedUntil = Date.now() + settleTime;
      const { activeTabGroup } = window.tabGroups;
      const isActive = activeTabGroup.viewColumn === textColumn && window.activeTextEditor?.document === document;
      if (what === 'stop') [focused, ofStop, line] = [isActive, true, null];
      // The first frame after a stop is its own.
      else if (ofStop) ofStop = false;
      else focused = false;
    },
    expectLine(expectedLine) {
      line = expectedLine;
      const [editor] = window.visibleTextEditors.filter((visible) => visible.document === document);
      editor?.revealRange(new Range(line, 0, line, 0), TextEditorRevealType.InCenterIfOutsideViewport);
    },
    dispose: () => void subscription.dispose(),
  };
}
