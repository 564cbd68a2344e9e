// Completion, hovers, outline and formatting of `.nn.json` text, by VS Code's JSON language service with our schema.
// The service is run here rather than joined by `jsonLanguageParticipants`: there it would report syntax errors beside
// our own parser's, and each mistake is to stand once in Problems. Nothing here reports anything.
import {
  CompletionItem,
  CompletionList,
  DocumentSymbol,
  Hover,
  languages,
  MarkdownString,
  type Position,
  Range,
  SnippetString,
  TextEdit,
  type CompletionItemProvider,
  type Disposable,
  type DocumentFormattingEditProvider,
  type DocumentSymbolProvider,
  type FormattingOptions,
  type HoverProvider,
  type TextDocument,
} from 'vscode';
import {
  ClientCapabilities,
  getLanguageService,
  InsertTextFormat,
  TextDocument as JsonDocument,
  type CompletionItem as JsonItem,
  type DocumentSymbol as JsonSymbol,
  type LanguageService,
  type MarkedString,
  type MarkupContent,
  type Range as JsonRange,
  type TextEdit as JsonEdit,
} from 'vscode-json-languageservice';

export class JsonFeatures
  implements CompletionItemProvider, HoverProvider, DocumentSymbolProvider, DocumentFormattingEditProvider, Disposable
{
  private readonly readSchema: () => Promise<string>;
  private readonly registrations: readonly Disposable[];
  private service: Promise<LanguageService> | null = null;

  /** @param readSchema the bundled JSON schema's text */
  constructor(readSchema: () => Promise<string>) {
    this.readSchema = readSchema;
    const selector = { language: 'nnjson' };
    this.registrations = [
      languages.registerCompletionItemProvider(selector, this, '"', ':', ' '),
      languages.registerHoverProvider(selector, this),
      languages.registerDocumentSymbolProvider(selector, this),
      languages.registerDocumentFormattingEditProvider(selector, this),
    ];
  }

  async provideCompletionItems(document: TextDocument, position: Position): Promise<CompletionList> {
    const { service, text, parsed } = await this.read(document);
    const list = await service.doComplete(text, position, parsed);
    return new CompletionList((list?.items ?? []).map(completionItem), list?.isIncomplete);
  }

  async provideHover(document: TextDocument, position: Position): Promise<Hover | null> {
    const { service, text, parsed } = await this.read(document);
    const hover = await service.doHover(text, position, parsed);
    if (!hover) return null;
    const contents = Array.isArray(hover.contents) ? hover.contents : [hover.contents];
    return new Hover(contents.map(markdown), hover.range && range(hover.range));
  }

  async provideDocumentSymbols(document: TextDocument): Promise<DocumentSymbol[]> {
    const { service, text, parsed } = await this.read(document);
    return service.findDocumentSymbols2(text, parsed).map(symbol);
  }

  async provideDocumentFormattingEdits(document: TextDocument, options: FormattingOptions): Promise<TextEdit[]> {
    const { service, text } = await this.read(document);
    return service.format(text, undefined, { ...options, insertFinalNewline: true, keepLines: true }).map(textEdit);
  }

  dispose() {
    for (const registration of this.registrations) registration.dispose();
  }

  private async read(document: TextDocument) {
    this.service ??= this.start();
    const service = await this.service;
    const text = JsonDocument.create(document.uri.toString(), 'jsonc', document.version, document.getText());
    return { service, text, parsed: service.parseJSONDocument(text) };
  }

  private async start(): Promise<LanguageService> {
    const schema = await this.readSchema();
    // Whatever a file's own `$schema` names: a network has one schema, and nothing is fetched.
    const service = getLanguageService({
      clientCapabilities: ClientCapabilities.LATEST,
      schemaRequestService: () => Promise.resolve(schema),
    });
    service.configure({ validate: false, schemas: [{ uri: 'backstep:/nn.schema.json', fileMatch: ['*'] }] });
    return service;
  }
}

function completionItem(item: JsonItem): CompletionItem {
  // The service counts kinds from 1, the editor from 0.
  const made = new CompletionItem(item.label, item.kind && item.kind - 1);
  if (item.detail) made.detail = item.detail;
  if (item.filterText) made.filterText = item.filterText;
  if (item.sortText) made.sortText = item.sortText;
  if (item.documentation) made.documentation = markdown(item.documentation);
  const edit = item.textEdit;
  const text = edit?.newText ?? item.insertText ?? item.label;
  made.insertText = item.insertTextFormat === InsertTextFormat.Snippet ? new SnippetString(text) : text;
  if (edit && 'range' in edit) made.range = range(edit.range);
  else if (edit) made.range = { inserting: range(edit.insert), replacing: range(edit.replace) };
  return made;
}

function markdown(content: MarkupContent | MarkedString): MarkdownString {
  return new MarkdownString(typeof content === 'string' ? content : content.value);
}

function symbol({ name, detail, kind, range: whole, selectionRange, children }: JsonSymbol): DocumentSymbol {
  const made = new DocumentSymbol(name, detail ?? '', kind - 1, range(whole), range(selectionRange));
  made.children = (children ?? []).map(symbol);
  return made;
}

function textEdit({ range: replaced, newText }: JsonEdit): TextEdit {
  return new TextEdit(range(replaced), newText);
}

function range({ start, end }: JsonRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
