// Completion in the text editor: what the model offers, with the columns of the file that the data names.
import type { Position } from 'vscode';
import {
  CompletionItem,
  CompletionItemKind,
  CompletionList,
  l10n,
  Range,
  SnippetString,
  TextEdit,
  Uri,
  workspace,
  type CompletionItemProvider,
  type TextDocument,
} from 'vscode';
import { columnNames, tableNamed } from '../../model/language/columns.ts';
import { type Completion, completionsAt, type Surroundings } from '../../model/language/completions.ts';
import type { Understood } from '../../model/language/understood.ts';
import { translate } from '../translate.ts';
import { nearbyFiles } from './nearbyFiles.ts';
import type { Reader } from './reader.ts';
import { rangeOf } from './ranges.ts';

const kinds: Record<Completion['kind'], CompletionItemKind> = {
  field: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  snippet: CompletionItemKind.Snippet,
  layer: CompletionItemKind.Reference,
  column: CompletionItemKind.Field,
  file: CompletionItemKind.File,
};

/** Bytes of a table that are looked at for its first line. */
const mostOfHead = 1 << 16;

/** Characters after which a list opens by itself. No bracket and no comma: there Enter is to make a new line. */
export const completionTriggers = ['"', ':', ' '];

export class Completions implements CompletionItemProvider {
  private readonly reader: Reader;
  private readonly readTemplates: () => Promise<Surroundings['templates']>;

  constructor(reader: Reader, readTemplates: () => Promise<Surroundings['templates']>) {
    this.reader = reader;
    this.readTemplates = readTemplates;
  }

  async provideCompletionItems(document: TextDocument, position: Position): Promise<CompletionList> {
    const understood = this.reader.read(document);
    const offset = document.offsetAt(position);
    const isEmpty = understood.root === null || understood.root.kind === 'scalar';
    const templates = isEmpty ? await this.readTemplates() : [];
    const columns = await columnsOf(document, understood);
    const files = namesFile(document, position) ? await nearbyFiles(document.uri) : [];
    const found = completionsAt(understood, offset, { templates, columns, files });
    return new CompletionList(found.map((completion, index) => itemOf(document, position, completion, index)));
  }
}

function itemOf(document: TextDocument, position: Position, completion: Completion, index: number): CompletionItem {
  const { label, kind, detail, documentation, snippet, span, commaAt, reopen } = completion;
  const item = new CompletionItem(label, kinds[kind]);
  // Without places it isn't one: in a snippet it is put into, Tab goes on to the next place at once.
  item.insertText = /\$\{\d/.test(snippet) ? new SnippetString(snippet) : snippet.replace(/\\([\\$}])/g, '$1');
  item.sortText = String(index).padStart(4, '0');
  const range = rangeOf(document, span);
  // The word at the cursor may be of several lines' worth only in a broken text: the editor takes ranges of one line.
  item.range = range.isSingleLine ? range : new Range(position, position);
  item.filterText = label.startsWith('"') ? label : `"${label}"`;
  if (detail) item.detail = translate(detail);
  if (documentation) item.documentation = translate(documentation);
  if (commaAt !== null) item.additionalTextEdits = [TextEdit.insert(document.positionAt(commaAt), ',')];
  if (reopen) item.command = { command: 'editor.action.triggerSuggest', title: l10n.t('Suggest') };
  return item;
}

/** Whether what stands before on the line is an option that may name a file: only then the disk is looked at. */
function namesFile(document: TextDocument, position: Position): boolean {
  const before = document.lineAt(position.line).text.slice(0, position.character);
  return /"(?:path|x|y|images|labels|weights)"\s*:\s*"?[^"]*$/.test(before);
}

/** None where the file isn't there: that is told where it is read. */
async function columnsOf(document: TextDocument, understood: Understood): Promise<readonly string[]> {
  const table = tableNamed(understood);
  if (!table) return [];
  const isAbsolute = /^([/\\]|[A-Za-z]:)/.test(table.path);
  const file = isAbsolute
    ? document.uri.with({ scheme: 'file', path: Uri.file(table.path).path })
    : Uri.joinPath(document.uri.with({ scheme: 'file' }), '..', table.path.replaceAll('\\', '/'));
  try {
    const head = (await workspace.fs.readFile(file)).subarray(0, mostOfHead);
    return columnNames(new TextDecoder().decode(head), table.delimiter);
  } catch {
    return [];
  }
}
