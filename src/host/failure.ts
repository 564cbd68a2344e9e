// A bug of ours: into the log whole, to the user in a sentence.
import { l10n, window, type LogOutputChannel } from 'vscode';

export function showFailure(log: LogOutputChannel, error: unknown) {
  log.error(error instanceof Error ? error : String(error));
  const message = error instanceof Error ? error.message : String(error);
  const showLog = l10n.t('Show Log');
  void window.showErrorMessage(l10n.t('Backstep: {0}', message.split('\n')[0]), showLog).then((choice) => {
    if (choice === showLog) log.show();
  });
}
