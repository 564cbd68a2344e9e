// What both ends of an RPC share, view–host and host–engine: errors cross as plain objects, so that they reach the
// caller over structured clone and over JSON alike, and a call may take as long as it takes.

export interface FlatError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** birpc's message: a request (`t: 'q'`), or a response with a result `r` or an error `e`. */
interface Message {
  readonly e?: unknown;
}

export function flattenError(error: unknown): FlatError {
  if (error instanceof Error) return { name: error.name, message: error.message, stack: error.stack ?? '' };
  return { name: 'Error', message: typeof error === 'string' ? error : JSON.stringify(error), stack: '' };
}

function reviveError(flat: FlatError): Error {
  const error = new Error(flat.message);
  error.name = flat.name;
  error.stack = flat.stack;
  return error;
}

/** Options for `createBirpc`. */
export const rpcOptions = {
  bind: 'functions',
  timeout: -1,
  serialize: (message: Message): Message => ('e' in message ? { ...message, e: flattenError(message.e) } : message),
  deserialize: (message: Message): Message =>
    'e' in message ? { ...message, e: reviveError(message.e as FlatError) } : message,
} as const;
