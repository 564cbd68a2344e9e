// Messages on their way to VS Code, in their order: a stop, and what follows it, waits until the editors are ready.
import { type DebugAdapter, type DebugProtocolMessage, EventEmitter } from 'vscode';

export class StopGate implements DebugAdapter {
  private readonly adapter: DebugAdapter;
  private readonly beforeStop: () => Promise<void>;
  private readonly emitter = new EventEmitter<DebugProtocolMessage>();
  private readonly waiting: DebugProtocolMessage[] = [];
  private passing = false;
  readonly onDidSendMessage = this.emitter.event;

  constructor(adapter: DebugAdapter, beforeStop: () => Promise<void>) {
    this.adapter = adapter;
    this.beforeStop = beforeStop;
    adapter.onDidSendMessage((message) => {
      this.waiting.push(message);
      if (!this.passing) void this.pass();
    });
  }

  handleMessage(message: DebugProtocolMessage): void {
    this.adapter.handleMessage(message);
  }

  dispose(): void {
    this.adapter.dispose();
    this.emitter.dispose();
  }

  private async pass(): Promise<void> {
    this.passing = true;
    for (let message = this.waiting.shift(); message; message = this.waiting.shift()) {
      if ((message as { readonly event?: string }).event === 'stopped') await this.beforeStop().catch(() => undefined);
      this.emitter.fire(message);
    }
    this.passing = false;
  }
}
