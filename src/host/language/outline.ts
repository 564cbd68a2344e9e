// The outline and the breadcrumbs: the file's parts and its layers by name.
import { DocumentSymbol, SymbolKind, type DocumentSymbolProvider, type TextDocument } from 'vscode';
import { type OutlineItem, outlineOf } from '../../model/language/outline.ts';
import { rangeOf } from './ranges.ts';
import type { Reader } from './reader.ts';

const kinds: Record<OutlineItem['kind'], SymbolKind> = {
  part: SymbolKind.Object,
  layers: SymbolKind.Array,
  layer: SymbolKind.Class,
  value: SymbolKind.Property,
};

export class Outline implements DocumentSymbolProvider {
  private readonly reader: Reader;

  constructor(reader: Reader) {
    this.reader = reader;
  }

  provideDocumentSymbols(document: TextDocument): DocumentSymbol[] {
    return outlineOf(this.reader.read(document)).map((item) => symbolOf(document, item));
  }
}

function symbolOf(
  document: TextDocument,
  { name, detail, kind, span, selection, children }: OutlineItem,
): DocumentSymbol {
  const symbol = new DocumentSymbol(name, detail, kinds[kind], rangeOf(document, span), rangeOf(document, selection));
  symbol.children = children.map((child) => symbolOf(document, child));
  return symbol;
}
