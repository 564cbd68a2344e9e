// Hovers in the text editor; while a session of the document runs, with the figures of this moment.
import { Hover, MarkdownString, type HoverProvider, type Position, type TextDocument } from 'vscode';
import { hoverAt, hoveredLayer } from '../../model/language/hover.ts';
import type { Sessions } from '../editor/sessions.ts';
import { translate } from '../translate.ts';
import { readLiveFigures } from './liveFigures.ts';
import { rangeOf } from './ranges.ts';
import type { Reader } from './reader.ts';

export class Hovers implements HoverProvider {
  private readonly reader: Reader;
  private readonly sessions: Sessions;

  constructor(reader: Reader, sessions: Sessions) {
    this.reader = reader;
    this.sessions = sessions;
  }

  async provideHover(document: TextDocument, position: Position): Promise<Hover | null> {
    const understood = this.reader.read(document);
    const offset = document.offsetAt(position);
    const name = hoveredLayer(understood, offset);
    const session = this.sessions.get(document.uri);
    const live = session && name !== null ? await readLiveFigures(session, name) : null;
    const found = hoverAt(understood, offset, live, translate);
    return found && new Hover(new MarkdownString(found.markdown), rangeOf(document, found.span));
  }
}
