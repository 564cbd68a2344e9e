// DAP to session and back: every request checked, every answer translated, nothing decided.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { formatText, type Text } from '../core/text.ts';
import type { StepSize } from '../protocol/moment.ts';
import type { ExceptionKind } from '../protocol/debug.ts';
import type { Arguments } from './arguments.ts';
import { RequestProblem } from './arguments.ts';
import { type BreakpointState, mistakeText } from './breakpoints.ts';
import { capabilities, exceptionFilters } from './capabilities.ts';
import { DebugSession, frameCount } from './debugSession.ts';
import type { Position } from './places.ts';
import { type Handler, RequestServer } from './requestServer.ts';
import { sessionOptions } from './sessionOptions.ts';
import type { DebugTarget, TargetOpener } from './target.ts';
import { asMemory, asSource, asVariable, conditions, granularity } from './translation.ts';
import { scopeNames, type Variables } from './variables.ts';

const threadId = 1;

export class DebugAdapter extends RequestServer {
  private readonly opener: TargetOpener;
  private readonly session: DebugSession;
  private readonly say: (message: Text) => string;
  private ended = false;
  private tellsInvalidated = false;
  private base = 1;
  private columnBase = 1;
  /** Breakpoints are set one request after the other. */
  private setting: Promise<unknown> = Promise.resolve();

  /** @param say translates what the user reads */
  constructor(opener: TargetOpener, say: (message: Text) => string = formatText) {
    super();
    this.opener = opener;
    this.say = say;
    this.session = new DebugSession(opener, {
      stopped: ({ reason, message, ids }) => {
        const words = message ? this.say(message) : undefined;
        const about = words === undefined ? {} : { description: words, text: words };
        this.tell('stopped', { reason, ...about, threadId, allThreadsStopped: true, hitBreakpointIds: ids });
      },
      continued: () => this.tell('continued', { threadId, allThreadsContinued: true }),
      ended: () => this.tellEnd(),
      output: (line, place) => {
        const at = place
          ? { source: this.source(), line: place.line + this.base, column: place.column + this.columnBase }
          : {};
        this.tell('output', { category: 'stdout', output: `${line}\n`, ...at });
      },
      breakpointChanged: (state) => this.tell('breakpoint', { reason: 'changed', breakpoint: this.breakpoint(state) }),
      invalidated: () => this.tellsInvalidated && this.tell('invalidated', { areas: ['variables'] }),
    });
  }

  override dispose(): void {
    void this.session.close();
  }

  protected override answered(command: string): void {
    if (command === 'initialize') this.tell('initialized', {});
    if (command === 'terminate') this.tellEnd();
  }

  private tellEnd(): void {
    if (this.ended) return;
    this.ended = true;
    this.tell('exited', { exitCode: 0 });
    this.tell('terminated', {});
  }

  protected override readonly handlers: Readonly<Record<string, Handler>> = {
    initialize: (args) => {
      this.base = args.boolean('linesStartAt1') === false ? 0 : 1;
      this.columnBase = args.boolean('columnsStartAt1') === false ? 0 : 1;
      this.tellsInvalidated = args.boolean('supportsInvalidatedEvent') ?? false;
      return capabilities;
    },
    cancel: (args) => this.cancel(args.number('requestId') ?? -1),
    launch: (args) => this.open('launch', args),
    attach: (args) => this.open('attach', args),
    configurationDone: async () => this.session.configurationDone(),
    restart: () => this.going() && this.session.restart(),
    disconnect: () => this.session.close(),
    terminate: () => this.session.close(),
    threads: () => ({ threads: [{ id: threadId, name: this.target().network.name }] }),
    setBreakpoints: (args) => this.setBreakpoints(args),
    setFunctionBreakpoints: (args) => {
      const list = args.needList('breakpoints').map((one) => ({ name: one.needString('name'), ...conditions(one) }));
      return this.set(() => this.session.breakpoints.setFunctions(list));
    },
    setDataBreakpoints: (args) => {
      const list = args
        .needList('breakpoints')
        .map((one) => ({ expression: one.needString('dataId'), ...conditions(one) }));
      return this.set(() => this.session.breakpoints.setData(list));
    },
    setExceptionBreakpoints: (args) => this.setExceptionBreakpoints(args),
    dataBreakpointInfo: (args) => this.dataBreakpointInfo(args),
    breakpointLocations: (args) => this.breakpointLocations(args),
    exceptionInfo: (args) => {
      const stop = this.standing(args);
      if (stop.reason !== 'exception') throw new RequestProblem('It did not stop for an exception.');
      const description = stop.message ? this.say(stop.message) : '';
      return { exceptionId: stop.kind ?? 'exception', description, breakMode: 'always' };
    },
    continue: (args) => this.go(args, 'forward', null, { allThreadsContinued: true }),
    next: (args) => this.go(args, 'forward', granularity(args, 'layer')),
    stepIn: (args) => this.go(args, 'forward', granularity(args, 'operation')),
    stepOut: (args) => this.go(args, 'forward', granularity(args, 'phase')),
    stepBack: (args) => this.go(args, 'back', granularity(args, 'layer')),
    reverseContinue: (args) => this.go(args, 'back', null),
    pause: (args) => {
      this.going();
      this.thread(args);
      return this.session.pause();
    },
    stackTrace: (args) => this.stackTrace(args),
    scopes: (args) => {
      this.where();
      args.needNumber('frameId');
      this.frame(args);
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
      return { variables: list.map(asVariable) };
    },
    setVariable: async (args) => {
      const [reference, name] = [args.needNumber('variablesReference'), args.needString('name')];
      this.where();
      const expression = this.variables().expressionOf(reference, name);
      if (expression === null) throw new RequestProblem('These variables are of an earlier stop.');
      return this.assign(expression, args.needString('value'));
    },
    setExpression: (args) => this.assign(args.needString('expression'), args.needString('value')),
    evaluate: (args) => this.evaluate(args),
    completions: (args) => this.completions(args),
    readMemory: async (args) => {
      const [name, offset, count] = [
        args.needString('memoryReference'),
        args.number('offset') ?? 0,
        args.needNumber('count'),
      ];
      if (count < 0) throw new RequestProblem('count is 0 or more.');
      const read = await this.target().engine.readMemory(name, offset, offset < 0 ? 0 : count);
      if (!read) throw new RequestProblem(`There is no tensor ${name} at this moment.`);
      return asMemory(read.bytes, offset, count);
    },
  };

  private async open(kind: 'launch' | 'attach', args: Arguments): Promise<void> {
    const options = sessionOptions(kind, args);
    const problem = await this.session.open({ ...options, program: this.opener.pathOf(options.program) });
    if (problem) throw new RequestProblem(this.say(problem));
  }

  private target(): DebugTarget {
    const { target } = this.session;
    if (target) return target;
    const why = this.ended ? 'The session has ended.' : 'No network is open: launch or attach comes first.';
    throw new RequestProblem(why);
  }

  /** The target of a session that has not ended. */
  private going(): DebugTarget {
    const target = this.target();
    if (this.ended) throw new RequestProblem('The session has ended.');
    return target;
  }

  private where() {
    this.going();
    const { stopped, begun } = this.session;
    if (!begun) throw new RequestProblem('The run has not begun: configurationDone comes first.');
    if (!stopped) throw new RequestProblem('It is running: pause it first.');
    return stopped;
  }

  private thread(args: Arguments): void {
    const id = args.needNumber('threadId');
    if (id !== threadId) throw new RequestProblem(`There is no thread ${id}.`);
  }

  private frame(args: Arguments): void {
    const id = args.number('frameId');
    if (id !== undefined && (id < 1 || id > frameCount)) throw new RequestProblem(`There is no frame ${id}.`);
  }

  private standing(args: Arguments) {
    const stop = this.where();
    this.thread(args);
    return stop;
  }

  private variables(): Variables {
    return this.session.variables!;
  }

  private go(args: Arguments, direction: 'forward' | 'back', size: StepSize | null, body?: object): object | undefined {
    this.standing(args);
    void this.session.move(direction, size);
    return body;
  }

  private source(path = this.session.program ?? ''): DebugProtocol.Source {
    return asSource(path);
  }

  private breakpoint({ id, verified, message, path, line, column }: BreakpointState): DebugProtocol.Breakpoint {
    const place = path === null || line === null ? {} : { source: this.source(path), line: line + this.base };
    const at = column === null ? {} : { column: column + this.columnBase };
    return { id, verified, ...(message && { message: this.say(message) }), ...place, ...at };
  }

  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.setting.then(work);
    this.setting = turn.catch(() => undefined);
    return turn;
  }

  private set(work: () => readonly number[]): Promise<{ breakpoints: DebugProtocol.Breakpoint[] }> {
    return this.inTurn(async () => {
      const ids = work();
      const states = await this.session.sync();
      return { breakpoints: ids.map((id) => this.breakpoint(states.get(id)!)) };
    });
  }

  private setBreakpoints(args: Arguments) {
    const path = this.opener.pathOf(args.object('source').needString('path'));
    const list = args.list('breakpoints').map((one) => {
      const column = one.number('column');
      return {
        line: one.needNumber('line') - this.base,
        column: column === undefined ? null : column - this.columnBase,
        ...conditions(one),
      };
    });
    return this.set(() => this.session.breakpoints.setLines(path, list));
  }

  private setExceptionBreakpoints(args: Arguments) {
    const known = (name: string): ExceptionKind => {
      const found = exceptionFilters.find(({ filter }) => filter === name);
      if (!found) throw new RequestProblem(`There is no filter ${name}.`);
      return found.filter;
    };
    const plain = args.needStrings('filters').map((name) => ({ kind: known(name) }));
    const options = args.list('filterOptions').map((one) => {
      return { kind: known(one.needString('filterId')), condition: one.string('condition') };
    });
    return this.inTurn(async () => {
      this.session.breakpoints.setFilters([...plain, ...options]);
      await this.session.sync();
      const states = this.session.filterProblems().map((problem) => {
        return { verified: problem === null, ...(problem && { message: this.say(problem) }) };
      });
      return { breakpoints: states };
    });
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

  private breakpointLocations(args: Arguments) {
    const path = this.opener.pathOf(args.object('source').needString('path'));
    const { places, target, program } = this.session;
    const from = args.needNumber('line') - this.base;
    const to = Math.min(places.lines, (args.number('endLine') ?? from + this.base) - this.base);
    const stops = target && path === program ? places.stopPlaces(target.network) : [];
    const found: Position[] = [];
    for (let line = Math.max(0, from); line <= to; line++) found.push(...places.columns(stops, line));
    return {
      breakpoints: found.map(({ line, column }) => ({ line: line + this.base, column: column + this.columnBase })),
    };
  }

  private stackTrace(args: Arguments) {
    this.standing(args);
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

  private async assign(expression: string, value: string) {
    this.where();
    const result = await this.session.set(expression, value);
    if ('problem' in result) throw new RequestProblem(this.say(result.problem));
    return { value: result.value };
  }

  private async evaluate(args: Arguments) {
    const expression = args.needString('expression');
    this.target();
    this.frame(args);
    const assignment = args.string('context') === 'repl' ? /^([^=!<>]+)=([^=][^]*)$/.exec(expression) : null;
    if (assignment) {
      const { value } = await this.assign(assignment[1].trim(), assignment[2].trim());
      return { result: value, variablesReference: 0 };
    }
    const shown = await this.variables().evaluate(expression);
    if ('mistake' in shown) throw new RequestProblem(this.say(mistakeText(shown.mistake)));
    const { name: _, value, ...rest } = asVariable(shown);
    return { result: value, ...rest };
  }

  private async completions(args: Arguments) {
    const text = args.needString('text');
    const column = Math.max(0, args.needNumber('column') - this.columnBase);
    const line = text.split('\n')[(args.number('line') ?? this.base) - this.base] ?? text;
    this.target();
    const before = line.slice(0, column);
    const found = await this.session.complete(before);
    const types = { value: 'value', layer: 'module', tensor: 'variable', function: 'function' };
    return {
      targets: found.map(({ text: label, length, kind, detail }) => {
        const start = before.length - length + this.columnBase;
        return { label, text: label, detail, type: types[kind], start, length };
      }),
    };
  }
}
