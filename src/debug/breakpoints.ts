// The breakpoints of a session as they were asked for, and what they are in the network that is open.
import { type Text, text } from '../core/text.ts';
import { suggest } from '../model/suggest.ts';
import type { NetworkDescription } from '../protocol/description.ts';
import type { ExceptionKind, ExpressionMistake, StopMistake, StopRequests } from '../protocol/debug.ts';
import type { SourceText } from './places.ts';

export interface Conditions {
  readonly condition?: string | undefined;
  readonly hitCondition?: string | undefined;
  readonly logMessage?: string | undefined;
}

/** In the text: line and column from 0. */
export interface LineRequest extends Conditions {
  readonly line: number;
  readonly column: number | null;
}

export interface FunctionRequest extends Conditions {
  readonly name: string;
}

export interface DataRequest extends Conditions {
  readonly expression: string;
}

export interface FilterRequest {
  readonly kind: ExceptionKind;
  readonly condition?: string | undefined;
}

/** What became of a breakpoint. */
export interface BreakpointState {
  readonly id: number;
  readonly verified: boolean;
  readonly message: Text | null;
  /** Of its file; null where it stands on no line. */
  readonly path: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

type Kept<Request> = Request & { readonly id: number };

export class Breakpoints {
  /** By file: which of them is debugged may be told later. */
  private readonly lines = new Map<string, readonly Kept<LineRequest>[]>();
  private functions: readonly Kept<FunctionRequest>[] = [];
  private data: readonly Kept<DataRequest>[] = [];
  private filters: readonly FilterRequest[] = [];
  private nextId = 1;

  /** Each set takes the place of the one before; what stays the same keeps its number. */
  setLines(path: string, requests: readonly LineRequest[]): readonly number[] {
    const lines = this.numbered(this.lines.get(path) ?? [], requests);
    this.lines.set(path, lines);
    return lines.map(({ id }) => id);
  }

  setFunctions(requests: readonly FunctionRequest[]): readonly number[] {
    this.functions = this.numbered(this.functions, requests);
    return this.functions.map(({ id }) => id);
  }

  setData(requests: readonly DataRequest[]): readonly number[] {
    this.data = this.numbered(this.data, requests);
    return this.data.map(({ id }) => id);
  }

  setFilters(requests: readonly FilterRequest[]): void {
    this.filters = requests;
  }

  private numbered<Request>(before: readonly Kept<Request>[], requests: readonly Request[]): readonly Kept<Request>[] {
    const key = (request: Request) => JSON.stringify({ ...request, id: undefined });
    return requests.map((request) => {
      const same = before.find((one) => key(one) === key(request));
      return { ...request, id: same?.id ?? this.nextId++ };
    });
  }

  /** For the engine, of the file that is debugged. */
  requests(program: string, source: SourceText, network: NetworkDescription): StopRequests {
    const places = source.stopPlaces(network);
    const ofLines = (this.lines.get(program) ?? []).map(({ id, line, column, ...conditions }) => {
      const place = source.placeAt(places, { line, column });
      return { id, ...conditions, instructions: place ? source.instructionsAt(place, line, column) : [] };
    });
    const ofFunctions = this.functions.map(({ id, name, ...conditions }) => {
      return { id, ...conditions, instructions: firstInstructions(network, name) };
    });
    return {
      breakpoints: [...ofLines, ...ofFunctions].filter(({ instructions }) => instructions.length > 0),
      dataBreakpoints: this.data,
      exceptions: this.filters,
    };
  }

  /** Of all, by number. Before the network is open, text alone says where they will be. */
  states(
    program: string | null,
    source: SourceText,
    network: NetworkDescription | null,
    mistakes: readonly StopMistake[],
  ): ReadonlyMap<number, BreakpointState> {
    const states = new Map<number, BreakpointState>();
    const mistakeOf = (id: number) => mistakes.find((one) => one.id === id)?.mistake;
    const nowhere = { path: null, line: null, column: null };
    const add = (id: number, problem: Text | null, place: Pick<BreakpointState, 'path' | 'line' | 'column'>) => {
      const mistake = mistakeOf(id);
      const message = problem ?? (mistake ? mistakeText(mistake) : null);
      states.set(id, { id, verified: message === null, message, ...place });
    };
    const pending = text('The run has not begun.');
    const places = network && source.stopPlaces(network);
    const problemAt = (path: string, line: number, column: number | null): Text | null => {
      if (!places) return pending;
      if (path !== program) return text('This file is not the one that is debugged.');
      const place = source.placeAt(places, { line, column });
      if (!place)
        return text('Nothing is executed on this line: breakpoints stand on a layer, the loss or the optimizer.');
      return source.instructionsAt(place, line, column).length > 0 ? null : text('No operation belongs to this place.');
    };
    for (const [path, lines] of this.lines)
      for (const { id, line, column } of lines) add(id, problemAt(path, line, column), { path, line, column });
    for (const { id, name } of this.functions) {
      const found = network && firstInstructions(network, name).length > 0;
      const near = network && suggest(name, functionNames(network));
      const unknown = near
        ? text('There is no layer {0}: did you mean {1}?', name, near)
        : text('There is no layer {0}.', name);
      add(id, !network ? pending : found ? null : unknown, nowhere);
    }
    for (const { id } of this.data) add(id, network ? null : pending, nowhere);
    return states;
  }

  /** Of the filters, in their order: what is wrong, or null. */
  filterStates(mistakes: readonly StopMistake[]): readonly (Text | null)[] {
    return this.filters.map(({ kind }) => {
      const mistake = mistakes.find(({ id }) => id === kind)?.mistake;
      return mistake ? mistakeText(mistake) : null;
    });
  }
}

const functionNames = ({ layers }: NetworkDescription): string[] => [
  ...layers.map(({ name }) => name),
  'loss',
  'optimizer',
];

/** Where a layer's first operations are, by its name. */
function firstInstructions({ layers, instructions }: NetworkDescription, name: string): readonly number[] {
  const at = (phase: string, layer: number | null) =>
    instructions.findIndex((one) => one.phase === phase && (layer ?? one.layer) === one.layer);
  const index = layers.findIndex((layer) => layer.name === name);
  const found =
    index >= 0
      ? [at('forward', index), at('backward', index)]
      : name === 'loss'
        ? [at('loss', null), at('backward', layers.length)]
        : name === 'optimizer'
          ? [at('update', null)]
          : [];
  return found.filter((instruction) => instruction >= 0);
}

/** With its place, where that says more than the message. */
export function mistakeText({ message, start }: ExpressionMistake): Text {
  return text(`${message.template} (column {${message.args.length}})`, ...message.args, start + 1);
}
