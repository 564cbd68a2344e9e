// Text and graph in two groups while a network is debugged. VS Code shows a stop by a plain open of the file: in the
// group that was active last it brings up a second graph over the text. So the graph's group is made the active one
// while it does; what it opens over the text all the same (a selected frame) is closed again.
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
  workspace,
} from 'vscode';
import { viewType } from '../editor/source.ts';

/** Milliseconds after a stop in which a tab that appears is VS Code's doing. */
const settleTime = 5000;
/** Milliseconds that a stop waits for the editors, and that the graph's group stays active for VS Code to show it. */
const patience = 3000;
const lendingTime = 10_000;

const ordinals = ['First', 'Second', 'Third', 'Fourth', 'Fifth', 'Sixth', 'Seventh', 'Eighth'];

export interface Arrangement extends Disposable {
  /** VS Code is told of a stop when this resolves. */
  beforeStop(): Promise<void>;
  /** It has shown a frame: that of the stop, or one that was selected. */
  frameShown(): void;
  /** It is on this line, from 0. */
  expectLine(line: number): void;
}

/** Begins at once, and takes as long as editors take to open: nobody waits for it but a stop. */
export function arrange(document: TextDocument): Arrangement {
  const key = document.uri.toString();
  const showsText = ({ input }: Tab) => input instanceof TabInputText && input.uri.toString() === key;
  const showsGraph = ({ input }: Tab) =>
    input instanceof TabInputCustom && input.viewType === viewType && input.uri.toString() === key;
  const columnsOf = (shows: (tab: Tab) => boolean) =>
    window.tabGroups.all.filter(({ tabs }) => tabs.some(shows)).map(({ viewColumn }) => viewColumn);
  const groupAt = (column: ViewColumn | undefined) =>
    window.tabGroups.all.find(({ viewColumn }) => viewColumn === column);
  const besides = (column: ViewColumn | undefined) =>
    window.tabGroups.all.find(({ viewColumn }) => viewColumn !== column)?.viewColumn ?? ViewColumn.Beside;
  const showText = (viewColumn: ViewColumn, preserveFocus: boolean) =>
    window.showTextDocument(document, { viewColumn, preserveFocus, preview: false });

  let textColumn = columnsOf(showsText).at(0);
  let graphColumn = columnsOf(showsGraph).find((column) => column !== textColumn);
  let expectedUntil = 0;
  let line: number | null = null;
  /** Whether the text is to have the focus again: it had it at the stop. Who selects a frame is in the call stack. */
  let focused = false;
  let ofStop = false;
  let settling = false;
  let again = false;
  /** The group that was active before the graph's was made so. */
  let lender: ViewColumn | null = null;
  let lending: NodeJS.Timeout | undefined;
  let returning: object | null = null;

  const placed = place().catch(() => undefined);

  async function place() {
    const both = columnsOf(showsGraph).includes(textColumn ?? -1);
    if (textColumn === undefined && graphColumn !== undefined) {
      textColumn = (await showText(besides(graphColumn), true)).viewColumn;
    } else if (textColumn === undefined) {
      textColumn = (await showText(ViewColumn.Active, false)).viewColumn;
    } else {
      // A preview would be replaced by the next file that is looked at.
      await showText(textColumn, true);
    }
    if (graphColumn !== undefined) return;
    await showGraph(besides(textColumn));
    if (both) await close(textColumn);
  }

  /** Until its tab is there: what is in it takes longer to load. */
  async function showGraph(viewColumn: ViewColumn) {
    const options = { viewColumn, preserveFocus: true, preview: false };
    const find = () => (graphColumn = columnsOf(showsGraph).find((column) => column !== textColumn));
    let listening: Disposable | undefined;
    const appears = new Promise<void>((resolve) => {
      listening = window.tabGroups.onDidChangeTabs(() => {
        if (find() !== undefined) resolve();
      });
    });
    const opened = Promise.resolve(commands.executeCommand<void>('vscode.openWith', document.uri, viewType, options));
    await Promise.race([appears, opened]).finally(() => void listening?.dispose());
    find();
  }

  async function close(column: ViewColumn | undefined) {
    const extra = groupAt(column)?.tabs.filter(showsGraph) ?? [];
    if (extra.length > 0) await window.tabGroups.close(extra, true);
    return extra.length > 0;
  }

  /** What changes meanwhile is looked at once more. */
  async function settle() {
    again = true;
    if (settling) return;
    settling = true;
    try {
      await placed;
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
    const group = groupAt(column);
    const hidden = !group?.activeTab || !showsText(group.activeTab);
    if (!closed && !hidden) return;
    await showText(column, !focused);
    reveal();
  }

  function reveal() {
    const [editor] = window.visibleTextEditors.filter((visible) => visible.document === document);
    if (line !== null) editor?.revealRange(new Range(line, 0, line, 0), TextEditorRevealType.InCenterIfOutsideViewport);
  }

  const focusGroup = (column: ViewColumn) =>
    commands.executeCommand<void>(`workbench.action.focus${ordinals[column - 1]}EditorGroup`);

  function giveBack() {
    clearTimeout(lending);
    if (lender !== null && !returning) void goBack(lender);
  }

  /** Looks again: a graph that was given the focus may take it a moment later. */
  async function goBack(column: ViewColumn) {
    const mine = (returning = {});
    for (let i = 0; i < 3 && returning === mine; i++) {
      const { viewColumn: active } = window.tabGroups.activeTabGroup;
      // Whoever went elsewhere meanwhile stays there.
      if ([graphColumn, column].includes(active)) await focusGroup(column);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    if (returning === mine) giveUp();
  }

  function giveUp() {
    clearTimeout(lending);
    lender = null;
    returning = null;
  }

  /** VS Code takes the graph's group for the one to show the stop in if it was the last to be active. */
  async function lend(column: ViewColumn) {
    const graph = groupAt(graphColumn);
    if (!graph?.activeTab || !showsGraph(graph.activeTab)) return;
    const takesFocus = workspace.getConfiguration('debug').get<boolean>('focusEditorOnBreak') ?? true;
    const inReach = ordinals[column - 1] && ordinals[graph.viewColumn - 1];
    if (!takesFocus || !inReach || column === graph.viewColumn) return;
    lender = column;
    await focusGroup(graph.viewColumn);
    lending = setTimeout(giveBack, lendingTime);
  }

  const subscription = window.tabGroups.onDidChangeTabs(({ changed }) => {
    const moved = changed.find((tab) => showsText(tab) && tab.group.viewColumn !== textColumn);
    if (moved && columnsOf(showsText).every((column) => column !== textColumn)) textColumn = moved.group.viewColumn;
    void settle();
  });
  return {
    async beforeStop() {
      await Promise.race([placed, new Promise((resolve) => setTimeout(resolve, patience))]);
      // A stop before the last one was shown: the group to return to is still that of before.
      const column = lender ?? window.tabGroups.activeTabGroup.viewColumn;
      giveUp();
      expectedUntil = Date.now() + settleTime;
      focused = column === textColumn;
      [ofStop, line] = [true, null];
      await lend(column);
    },
    frameShown() {
      expectedUntil = Date.now() + settleTime;
      // The first frame after a stop is its own.
      if (ofStop) ofStop = false;
      else focused = false;
      giveBack();
      void settle();
    },
    expectLine(expectedLine) {
      line = expectedLine;
      reveal();
    },
    dispose() {
      giveUp();
      subscription.dispose();
    },
  };
}
