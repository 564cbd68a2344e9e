// A port whose messages can be seen to wait while one is busy: they are taken off the queue early, and delivered in their
// order when the thread comes back to its events.
import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads';
import type { Port } from './channel.ts';

type Listener = (message: unknown) => void;

export class AttentivePort implements Port {
  private readonly port: MessagePort;
  private readonly waiting: unknown[] = [];
  private readonly listeners = new Map<Listener, Listener>();

  constructor(port: MessagePort) {
    this.port = port;
  }

  /** Whether a message of the kind waits to be delivered. */
  awaits(isMeant: (message: unknown) => boolean): boolean {
    for (let taken = receiveMessageOnPort(this.port); taken; taken = receiveMessageOnPort(this.port)) {
      if (this.waiting.push(taken.message) === 1) setImmediate(() => this.deliver());
    }
    return this.waiting.some(isMeant);
  }

  postMessage(message: unknown, transfer: readonly ArrayBuffer[] = []): void {
    this.port.postMessage(message, transfer);
  }

  on(event: 'message', listener: Listener): void {
    const inTurn: Listener = (message) => {
      this.deliver();
      listener(message);
    };
    this.listeners.set(listener, inTurn);
    this.port.on(event, inTurn);
  }

  off(event: 'message', listener: Listener): void {
    const inTurn = this.listeners.get(listener);
    if (inTurn) this.port.off(event, inTurn);
    this.listeners.delete(listener);
  }

  private deliver(): void {
    for (const message of this.waiting.splice(0)) for (const listener of this.listeners.keys()) listener(message);
  }
}
