// Go to definition, references, highlights and rename of layers' names.
import {
  DocumentHighlight,
  DocumentHighlightKind,
  l10n,
  Location,
  WorkspaceEdit,
  type DefinitionProvider,
  type DocumentHighlightProvider,
  type Position,
  type Range,
  type ReferenceContext,
  type ReferenceProvider,
  type RenameProvider,
  type TextDocument,
} from 'vscode';
import { dataNamedAt, layerNameAt, renameLayer } from '../../model/language/names.ts';
import type { Span } from '../../model/model.ts';
import { translate } from '../translate.ts';
import { editsOf, rangeOf } from './ranges.ts';
import type { Reader } from './reader.ts';

export class LayerNames implements DefinitionProvider, ReferenceProvider, DocumentHighlightProvider, RenameProvider {
  private readonly reader: Reader;

  constructor(reader: Reader) {
    this.reader = reader;
  }

  provideDefinition(document: TextDocument, position: Position): Location | null {
    const understood = this.reader.read(document);
    const offset = document.offsetAt(position);
    const place = layerNameAt(understood, offset)?.definition ?? dataNamedAt(understood, offset);
    return place && locationOf(document, place);
  }

  provideReferences(document: TextDocument, position: Position, context: ReferenceContext): Location[] {
    const found = this.find(document, position);
    if (!found) return [];
    const places = context.includeDeclaration ? [found.definition, ...found.uses] : found.uses;
    return places.map((place) => locationOf(document, place));
  }

  provideDocumentHighlights(document: TextDocument, position: Position): DocumentHighlight[] {
    const found = this.find(document, position);
    if (!found) return [];
    return [
      new DocumentHighlight(rangeOf(document, found.definition), DocumentHighlightKind.Write),
      ...found.uses.map((use) => new DocumentHighlight(rangeOf(document, use), DocumentHighlightKind.Read)),
    ];
  }

  /** The name without its quotes. Of a default name its type is shown as the place, and the name as what is edited. */
  prepareRename(document: TextDocument, position: Position): { range: Range; placeholder: string } {
    const found = this.find(document, position);
    if (!found) throw new Error(l10n.t('Only names of layers can be renamed.'));
    return { range: rangeOf(document, found.here), placeholder: found.name };
  }

  provideRenameEdits(document: TextDocument, position: Position, newName: string): WorkspaceEdit | null {
    const found = this.find(document, position);
    if (!found) return null;
    const edits = renameLayer(found, newName.replace(/^"(.*)"$/, '$1'));
    if ('problem' in edits) throw new Error(translate(edits.problem));
    const workspaceEdit = new WorkspaceEdit();
    workspaceEdit.set(document.uri, editsOf(document, edits));
    return workspaceEdit;
  }

  private find(document: TextDocument, position: Position) {
    return layerNameAt(this.reader.read(document), document.offsetAt(position));
  }
}

function locationOf(document: TextDocument, span: Span): Location {
  return new Location(document.uri, rangeOf(document, span));
}
