// The pages that explain what health finds: those in media/health, and under their title what it is in the network at
// hand, in its own numbers of the moment.
import {
  commands,
  EventEmitter,
  l10n,
  Uri,
  workspace,
  type Disposable,
  type TextDocumentContentProvider,
} from 'vscode';
import type { WireFinding } from '../../protocol/engine.ts';
import { translate } from '../translate.ts';

/** Not contributed: links and quick fixes run it, with a document and a code. */
export const explainCommand = 'backstep.explain';

const scheme = 'backstep-health';

/** What is known of a document's health. */
export interface HealthSource {
  /** Of a session of it; undefined without one. */
  findings(uri: Uri): readonly WireFinding[] | undefined;
  /** What its text's diagnostics say of a code. */
  messages(uri: Uri, code: string): readonly string[];
  layerName(uri: Uri, layer: number): string | undefined;
}

/** A link that opens the page on a code, with the numbers of a document. */
export function explainLink(uri: Uri, code: string): Uri {
  return Uri.parse(`command:${explainCommand}?${encodeURIComponent(JSON.stringify([uri, code]))}`);
}

export class HealthPages implements TextDocumentContentProvider, Disposable {
  private readonly folder: Uri;
  private readonly source: HealthSource;
  private readonly changed = new EventEmitter<Uri>();
  readonly onDidChange = this.changed.event;
  private readonly subscriptions: readonly Disposable[];

  constructor(extension: Uri, source: HealthSource) {
    this.folder = Uri.joinPath(extension, 'media', 'health');
    this.source = source;
    this.subscriptions = [
      this.changed,
      workspace.registerTextDocumentContentProvider(scheme, this),
      commands.registerCommand(explainCommand, (uri: Uri, code: string) => this.open(Uri.from(uri), code)),
    ];
  }

  async provideTextDocumentContent(page: Uri): Promise<string> {
    const code = codeOf(page);
    const bytes = await workspace.fs.readFile(Uri.joinPath(this.folder, `${code}.md`));
    const text = new TextDecoder().decode(bytes);
    const here = this.here(Uri.parse(page.query), code);
    const end = text.indexOf('\n\n', text.indexOf('\n\n') + 2);
    return here === '' ? text : `${text.slice(0, end)}\n\n${here}${text.slice(end)}`;
  }

  /** A document's findings have changed: its pages that are open say so. */
  refresh(document: Uri) {
    for (const { uri } of workspace.textDocuments)
      if (uri.scheme === scheme && uri.query === document.toString()) this.changed.fire(uri);
  }

  dispose() {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async open(document: Uri, code: string) {
    const page = Uri.from({ scheme, path: `/${code}.md`, query: document.toString() });
    await commands.executeCommand('markdown.showPreviewToSide', page);
  }

  /** What is found in the document now, as a section of the page. */
  private here(document: Uri, code: string): string {
    const findings = this.source.findings(document)?.filter((one) => one.code === code);
    const parts = findings
      ? findings.map((finding) => this.paragraph(document, finding))
      : this.source.messages(document, code).map((message) => `- ${plain(message)}`);
    const title = `## ${l10n.t('In your network')}`;
    const name = Uri.parse(document.path).path.split('/').pop() ?? '';
    if (parts.length > 0) return [title, `*${plain(name)}*`, parts.join('\n')].join('\n\n');
    return [title, l10n.t('Not found in {0} at this moment of its run.', `*${plain(name)}*`)].join('\n\n');
  }

  private paragraph(document: Uri, { layer, since, message, measured, threshold, fixes }: WireFinding): string {
    const name = layer === null ? undefined : this.source.layerName(document, layer);
    const began = since > 0 ? l10n.t('since iteration {0}', since) : l10n.t('before the run');
    const figures = l10n.t('Measured: {0}; threshold: {1}.', figure(measured), figure(threshold));
    return [
      `- ${name === undefined ? '' : `**${plain(name)}**, `}${began}: ${plain(translate(message))} ${figures}`,
      ...fixes.map((fix) => `  - ${l10n.t('Fix:')} ${plain(translate(fix.title))}`),
    ].join('\n');
  }
}

const codeOf = ({ path }: Uri) => path.slice(1).replace(/\.md$/, '');

const figure = (value: number) => String(Number(value.toPrecision(3)));

/** As Markdown shows it letter by letter. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, '\\$&');
}
