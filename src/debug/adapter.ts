// DAP to session and back: every request checked, every answer translated, nothing decided.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { ProtocolServer } from '@vscode/debugadapter/lib/protocol';
import { formatText, type Text } from '../core/text.ts';
import type { StepSize } from '../protocol/moment.ts';
import type { ExceptionKind } from '../protocol/debug.ts';
import { Arguments, RequestProblem } from './arguments.ts';
import { type BreakpointState, type Conditions, mistakeText } from './breakpoints.ts';
import { capabilities, exceptionFilters } from './capabilities.ts';
import { DebugSession } from './debugSession.ts';
import type { Position } from './places.ts';
import { sessionOptions } from './sessionOptions.ts';
import type { DebugTarget, TargetOpener } from './target.ts';
import { type ShownVariable, scopeNames, type Variables } from './variables.ts';

type Handler = (args: Arguments) => object | void | Promise<object | void>;

const threadId = 1;

export class DebugAdapter extends ProtocolServer {
  /** Resolves when the client has let go. */
  readonly closed: Promise<void>;
  private readonly session: DebugSession;
  private readonly say: (message: Text) => string;
  private onClosed: () => void = () => undefined;
  private initialized = false;
  private disconnected = false;
  private base = 1;
  private columnBase = 1;
  private sourcePath = '';

  /** @param say translates what the user reads */
  constructor(opener: TargetOpener, say: (message: Text) => string = formatText) {
    super();
    this.say = say;
    this.closed = new Promise((resolve) => (this.onClosed = resolve));
    // What can't be read as a message has no number to answer to.
    this.on('error', ({ body }: { body?: unknown }) =>
      this.tell('output', { category: 'stderr', output: `${String(body)}\n` }),
    );
    this.session = new DebugSession(opener, {
      stopped: ({ reason, message, ids }) => {
        const words = message ? this.say(message) : undefined;
        const about = words === undefined ? {} : { description: words, text: words };
        this.tell('stopped', { reason, ...about, threadId, allThreadsStopped: true, hitBreakpointIds: ids });
      },
      continued: () => this.tell('continued', { threadId, allThreadsContinued: true }),
      ended: () => {
        this.tell('exited', { exitCode: 0 });
        this.tell('terminated', {});
      },
      output: (line, place) => {
        const at = place
          ? { source: this.source(), line: place.line + this.base, column: place.column + this.columnBase }
          : {};
        this.tell('output', { category: 'console', output: `${line}\n`, ...at });
      },
      breakpointChanged: (state) => this.tell('breakpoint', { reason: 'changed', breakpoint: this.breakpoint(state) }),
      invalidated: () => this.tell('invalidated', { areas: ['all'] }),
    });
  }

  override handleMessage(message: DebugProtocol.ProtocolMessage): void {
    if (typeof message !== 'object' || message === null) throw new Error('a message is an object');
    if (message.type === 'request') void this.answer(message as DebugProtocol.Request);
    else super.handleMessage(message);
  }

  override dispose(): void {
    void this.let();
  }

  private tell(event: string, body: object): void {
    if (!this.disconnected) this.sendEvent({ seq: 0, type: 'event', event, body });
  }

  private async answer({ seq, command, arguments: args }: DebugProtocol.Request): Promise<void> {
    const response = { seq: 0, type: 'response', request_seq: Number(seq), command: String(command) };
    try {
      const handler = Object.hasOwn(this.handlers, String(command)) ? this.handlers[command] : undefined;
      if (!handler) throw new RequestProblem(`There is no request ${String(command)}.`);
      if (this.disconnected) throw new RequestProblem('The session has ended.');
      if (!this.initialized && command !== 'initialize' && command !== 'disconnect')
        throw new RequestProblem(`${command} came before initialize.`);
      const body = await handler(new Arguments(args));
      this.sendResponse({ ...response, success: true, ...(body && { body }) });
    } catch (error) {
      const format = error instanceof Error ? error.message : String(error);
      const body = { error: { id: 1, format: format.replaceAll('{', '(').replaceAll('}', ')'), showUser: false } };
      this.sendResponse({ ...response, success: false, message: format, body });
    }
    if (command === 'initialize') this.tell('initialized', {});
    if (command === 'disconnect' && this.disconnected) this.onClosed();
  }

  private readonly handlers: Readonly<Record<string, Handler>> = {
    initialize: (args) => {
      if (this.initialized) throw new RequestProblem('initialize came twice.');
      this.initialized = true;
      this.base = args.boolean('linesStartAt1') === false ? 0 : 1;
      this.columnBase = args.boolean('columnsStartAt1') === false ? 0 : 1;
      return capabilities;
    },
    launch: (args) => this.open('launch', args),
    attach: (args) => this.open('attach', args),
    configurationDone: async () => this.session.configurationDone(),
    restart: () => this.target() && this.session.restart(),
    disconnect: async () => {
      await this.let();
      this.disconnected = true;
    },
    terminate: async () => {
      await this.let();
      this.tell('terminated', {});
    },
    threads: () => ({ threads: [{ id: threadId, name: this.target().network.name }] }),
    setBreakpoints: (args) => this.setBreakpoints(args),
    setFunctionBreakpoints: async (args) => {
      const list = args.list('breakpoints').map((one) => ({ name: one.needString('name'), ...conditions(one) }));
      return this.report(this.session.breakpoints.setFunctions(list));
    },
    setDataBreakpoints: async (args) => {
      const list = args
        .list('breakpoints')
        .map((one) => ({ expression: one.needString('dataId'), ...conditions(one) }));
      return this.report(this.session.breakpoints.setData(list));
    },
    setExceptionBreakpoints: (args) => this.setExceptionBreakpoints(args),
    dataBreakpointInfo: (args) => this.dataBreakpointInfo(args),
    breakpointLocations: (args) => this.breakpointLocations(args),
    exceptionInfo: () => {
      const stop = this.where();
      if (stop.reason !== 'exception') throw new RequestProblem('It did not stop for an exception.');
      const description = stop.message ? this.say(stop.message) : '';
      return { exceptionId: stop.kind ?? 'exception', description, breakMode: 'always' };
    },
    continue: () => this.go('forward', null, { allThreadsContinued: true }),
    next: (args) => this.go('forward', granularity(args, 'layer')),
    stepIn: (args) => this.go('forward', granularity(args, 'operation')),
    stepOut: () => this.go('forward', 'phase'),
    stepBack: (args) => this.go('back', granularity(args, 'layer')),
    reverseContinue: () => this.go('back', null),
    pause: () => this.target() && this.session.pause(),
    stackTrace: (args) => this.stackTrace(args),
    scopes: (args) => {
      this.where();
      const frame = args.needNumber('frameId');
      if (frame < 1 || frame > 4) throw new RequestProblem(`There is no frame ${frame}.`);
      const { instruction } = this.session;
      const scope = (name: (typeof scopeNames)[number]) => ({
        name,
        variablesReference: this.variables().scope(name, instruction),
        expensive: name === 'Metrics',
      });
      return { scopes: scopeNames.map(scope) };
    },
    variables: async (args) => {
      this.where();
      const [start, count] = [args.number('start'), args.number('count')];
      const reference = args.needNumber('variablesReference');
      const list = await this.variables().children(reference, { filter: args.string('filter'), start, count });
      if (!list) throw new RequestProblem('These variables are of an earlier stop.');
      return { variables: list.map(variable) };
    },
    setVariable: async (args) => {
      const [reference, name] = [args.needNumber('variablesReference'), args.needString('name')];
      this.where();
      const expression = this.variables().expressionOf(reference, name);
      if (expression === null) throw new RequestProblem('These variables are of an earlier stop.');
      return this.set(expression, args.needString('value'));
    },
    setExpression: (args) => this.set(args.needString('expression'), args.needString('value')),
    evaluate: (args) => this.evaluate(args),
    completions: (args) => this.completions(args),
    readMemory: async (args) => {
      const [name, offset, count] = [
        args.needString('memoryReference'),
        args.number('offset') ?? 0,
        args.needNumber('count'),
      ];
      if (count < 0) throw new RequestProblem('count is 0 or more.');
      const read = await this.target().engine.readMemory(name, Math.max(0, offset), count);
      if (!read) throw new RequestProblem(`There is no tensor ${name} at this moment.`);
      const data = Buffer.from(read.bytes).toString('base64');
      const unreadableBytes = count - read.bytes.byteLength;
      return { address: String(Math.max(0, offset)), data, ...(unreadableBytes > 0 && { unreadableBytes }) };
    },
  };

  private async open(kind: 'launch' | 'attach', args: Arguments): Promise<void> {
    const options = sessionOptions(kind, args);
    this.sourcePath = options.program;
    const problem = await this.session.open(options);
    if (problem) throw new RequestProblem(this.say(problem));
  }

  private target(): DebugTarget {
    const { target } = this.session;
    if (!target) throw new RequestProblem('No network is open: launch or attach comes first.');
    return target;
  }

  private where() {
    this.target();
    const { stopped } = this.session;
    if (!stopped) throw new RequestProblem('It is running: pause it first.');
    return stopped;
  }

  private variables(): Variables {
    return this.session.variables!;
  }

  private go(direction: 'forward' | 'back', size: StepSize | null, body?: object): object | undefined {
    this.where();
    void this.session.move(direction, size);
    return body;
  }

  private async let(): Promise<void> {
    await this.session.close();
  }

  private source(): DebugProtocol.Source {
    return { name: this.sourcePath.replace(/^.*[\\/]/, ''), path: this.sourcePath };
  }

  private breakpoint({ id, verified, message, line, column }: BreakpointState): DebugProtocol.Breakpoint {
    const place = line === null ? {} : { source: this.source(), line: line + this.base };
    const at = column === null ? {} : { column: column + this.columnBase };
    return { id, verified, ...(message && { message: this.say(message) }), ...place, ...at };
  }

  private async report(ids: readonly number[]): Promise<{ breakpoints: DebugProtocol.Breakpoint[] }> {
    const states = await this.session.sync();
    return { breakpoints: ids.map((id) => this.breakpoint(states.get(id)!)) };
  }

  private async setBreakpoints(args: Arguments) {
    const path = args.object('source').needString('path');
    const list = args.list('breakpoints').map((one) => {
      const column = one.number('column');
      return {
        line: one.needNumber('line') - this.base,
        column: column === undefined ? null : column - this.columnBase,
        ...conditions(one),
      };
    });
    if (this.session.program !== null && path !== this.session.program) {
      const message = 'This file is not the one that is debugged.';
      return { breakpoints: list.map(({ line }) => ({ verified: false, message, line: line + this.base })) };
    }
    this.sourcePath = path;
    await this.session.peek(path);
    return this.report(this.session.breakpoints.setLines(list));
  }

  private async setExceptionBreakpoints(args: Arguments) {
    const known = (name: string): ExceptionKind => {
      const found = exceptionFilters.find(({ filter }) => filter === name);
      if (!found) throw new RequestProblem(`There is no filter ${name}.`);
      return found.filter;
    };
    const plain = args.strings('filters').map((name) => ({ kind: known(name) }));
    const options = args.list('filterOptions').map((one) => {
      return { kind: known(one.needString('filterId')), condition: one.string('condition') };
    });
    this.session.breakpoints.setFilters([...plain, ...options]);
    await this.session.sync();
    return {
      breakpoints: this.session.filterProblems().map((problem) => {
        return { verified: problem === null, ...(problem && { message: this.say(problem) }) };
      }),
    };
  }

  private async dataBreakpointInfo(args: Arguments) {
    const name = args.needString('name');
    const reference = args.number('variablesReference') ?? 0;
    this.target();
    const expression = reference > 0 ? this.variables().expressionOf(reference, name) : name;
    if (expression === null) return { dataId: null, description: 'This has no value of its own.' };
    const [result] = await this.target().engine.evaluate([{ expression }]);
    if ('mistake' in result && !result.mistake.notYet)
      return { dataId: null, description: this.say(mistakeText(result.mistake)) };
    return { dataId: expression, description: expression, accessTypes: ['write'], canPersist: true };
  }

  private async breakpointLocations(args: Arguments) {
    await this.session.peek(args.object('source').needString('path'));
    const { places, target } = this.session;
    const from = args.needNumber('line') - this.base;
    const to = Math.min(places.lines, (args.number('endLine') ?? from + this.base) - this.base);
    const found: Position[] = [];
    const stops = target ? places.stopPlaces(target.network) : [];
    for (let line = Math.max(0, from); line <= to; line++) found.push(...places.columns(stops, line));
    return {
      breakpoints: found.map(({ line, column }) => ({ line: line + this.base, column: column + this.columnBase })),
    };
  }

  private stackTrace(args: Arguments) {
    this.where();
    const all = this.session.frames().map(({ name, start, end }, i) => ({
      id: i + 1,
      name,
      source: this.source(),
      line: start.line + this.base,
      column: start.column + this.columnBase,
      endLine: end.line + this.base,
      endColumn: end.column + this.columnBase,
    }));
    const [start, levels] = [args.number('startFrame') ?? 0, args.number('levels') ?? 0];
    return { stackFrames: all.slice(start, levels > 0 ? start + levels : undefined), totalFrames: all.length };
  }

  private async set(expression: string, value: string) {
    this.where();
    const result = await this.session.set(expression, value);
    if ('problem' in result) throw new RequestProblem(this.say(result.problem));
    return { value: result.value };
  }

  private async evaluate(args: Arguments) {
    const expression = args.needString('expression');
    this.target();
    const assignment = args.string('context') === 'repl' ? /^([^=!<>]+)=([^=][^]*)$/.exec(expression) : null;
    if (assignment) {
      const { value } = await this.set(assignment[1].trim(), assignment[2].trim());
      return { result: value, variablesReference: 0 };
    }
    const shown = await this.variables().evaluate(expression);
    if ('mistake' in shown) throw new RequestProblem(this.say(mistakeText(shown.mistake)));
    const { name: _, value, ...rest } = variable(shown);
    return { result: value, ...rest };
  }

  private async completions(args: Arguments) {
    const text = args.string('text') ?? '';
    const column = args.needNumber('column') - this.columnBase;
    const line = text.split('\n')[(args.number('line') ?? this.base) - this.base] ?? text;
    this.target();
    const found = await this.session.complete(line.slice(0, column));
    const types = { value: 'value', layer: 'module', tensor: 'variable', function: 'function' };
    return {
      targets: found.map(({ text: label, length, kind, detail }) => {
        return { label, text: label, detail, type: types[kind], start: column - length, length };
      }),
    };
  }
}

/** The size that a client may ask a step for: an instruction is an operation. */
const granularity = (args: Arguments, size: StepSize): StepSize =>
  args.string('granularity') === 'instruction' ? 'operation' : size;

function conditions(args: Arguments): Conditions {
  return {
    condition: args.string('condition'),
    hitCondition: args.string('hitCondition'),
    logMessage: args.string('logMessage'),
  };
}

function variable({ name, value, type, expression, reference, indexed, named, memory, virtual }: ShownVariable) {
  return {
    name,
    value,
    type,
    variablesReference: reference,
    ...(expression !== null && { evaluateName: expression }),
    ...(indexed > 0 && { indexedVariables: indexed, namedVariables: named }),
    ...(memory !== null && { memoryReference: memory }),
    ...(virtual && { presentationHint: { kind: 'virtual', attributes: ['readOnly'] } }),
  };
}
