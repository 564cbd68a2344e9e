// Where a debugger can stop in a text, and where what it shows stands: lines and columns, both from 0.
import type { Span } from '../model/model.ts';
import { type Field, type Node, parseSyntax } from '../model/syntax.ts';
import { fieldOf, valueOf } from '../model/tree.ts';
import type { NetworkDescription } from '../protocol/description.ts';

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A part of the text that has operations: a layer's object, the loss, the optimizer. */
export interface StopPlace {
  readonly span: Span;
  /** Its `type` field, or the whole field of a loss that is only a word. */
  readonly typeKey: Span | null;
  readonly typeValue: Span | null;
  /** Its first instructions in either direction; null where it has none. */
  readonly forward: number | null;
  readonly backward: number | null;
}

export class SourceText {
  readonly text: string;
  private readonly starts: readonly number[];
  private readonly root: Node | null;

  constructor(text: string) {
    this.text = text;
    const starts = [0];
    for (const { index } of text.matchAll(/\r\n|\r|\n/g)) starts.push(index + (text.startsWith('\r\n', index) ? 2 : 1));
    this.starts = starts;
    this.root = parseSyntax(text).root;
  }

  position(offset: number): Position {
    let line = this.starts.length - 1;
    while (line > 0 && this.starts[line] > offset) line--;
    return { line, column: offset - this.starts[line] };
  }

  private layerNodes(): readonly Node[] {
    const layers = valueOf(this.root, 'layers');
    return layers?.kind === 'array' ? layers.items : [];
  }

  field(...path: readonly string[]): Span | null {
    let node = this.root;
    let found: Field | null = null;
    for (const key of path) {
      found = fieldOf(node, key);
      node = found?.value ?? null;
    }
    return found && { start: found.keySpan.start, end: (found.value ?? found.keySpan).end };
  }

  /** A layer's object; −1 the data, beyond the last the loss. */
  layer(index: number): Span | null {
    if (index < 0) return this.field('data');
    const nodes = this.layerNodes();
    return nodes[index] ?? this.field('loss');
  }

  stopPlaces({ layers, instructions }: NetworkDescription): readonly StopPlace[] {
    const first = (phases: readonly string[], layer: number | null) => {
      const index = instructions.findIndex((one) => phases.includes(one.phase) && (layer ?? one.layer) === one.layer);
      return index < 0 ? null : index;
    };
    const places = this.layerNodes().map((node, i): StopPlace => {
      return { span: node, ...typeOf(node, null), forward: first(['forward'], i), backward: first(['backward'], i) };
    });
    const [loss, optimizer] = [fieldOf(this.root, 'loss'), fieldOf(this.root, 'optimizer')];
    const ofField = (field: Field) => ({ span: spanOf(field), ...typeOf(field.value, field) });
    if (loss) {
      const after = layers.length;
      places.push({ ...ofField(loss), forward: first(['loss'], null), backward: first(['backward'], after) });
    }
    if (optimizer) places.push({ ...ofField(optimizer), forward: first(['update'], null), backward: null });
    return places;
  }

  /** The place that a line belongs to: of several on it the first that a column is in, else the first. */
  placeAt(places: readonly StopPlace[], { line, column }: { line: number; column: number | null }): StopPlace | null {
    const onLine = places.filter(
      ({ span }) => this.position(span.start).line <= line && this.position(span.end).line >= line,
    );
    const offset = column === null ? null : (this.starts[line] ?? Infinity) + column;
    const within = offset === null ? undefined : onLine.find(({ span }) => span.start <= offset && offset <= span.end);
    const begins = onLine.find(({ span }) => this.position(span.start).line === line);
    return within ?? begins ?? onLine[0] ?? null;
  }

  /** Instructions that a breakpoint there stops before: a column on `type` chooses its direction. */
  instructionsAt(place: StopPlace, line: number, column: number | null): readonly number[] {
    const { typeKey, typeValue, forward, backward } = place;
    const both = [forward, backward].filter((index) => index !== null);
    if (column === null || !typeKey || !typeValue || this.position(typeKey.start).line !== line) return both;
    const offset = this.starts[line] + column;
    if (offset >= typeValue.start && offset <= typeValue.end) return backward === null ? both : [backward];
    return offset >= typeKey.start && offset < typeKey.end ? [forward].filter((index) => index !== null) : both;
  }

  /** Columns at which a breakpoint may stand on a line. */
  columns(places: readonly StopPlace[], line: number): readonly Position[] {
    const columns = places.flatMap((place): Position[] => {
      const { span, typeKey, typeValue, backward } = place;
      const [from, to] = [this.position(span.start).line, this.position(span.end).line];
      if (line < from || line > to) return [];
      const key = typeKey && this.position(typeKey.start);
      if (key?.line !== line)
        return line === from ? [this.position(span.start)] : [{ line, column: this.indent(line) }];
      const value = typeValue && backward !== null ? this.position(typeValue.start) : null;
      return value?.line === line ? [key, value] : [key];
    });
    return columns.filter(({ column }, i) => columns.findIndex((other) => other.column === column) === i);
  }

  private indent(line: number): number {
    return /^[ \t]*/.exec(this.text.slice(this.starts[line], this.starts[line + 1]))![0].length;
  }

  get lines(): number {
    return this.starts.length;
  }
}

const spanOf = ({ keySpan, value }: Field): Span => ({ start: keySpan.start, end: (value ?? keySpan).end });

/** Where the type is written: in an object its field, else the value itself. */
function typeOf(node: Node | null, whole: Field | null): Pick<StopPlace, 'typeKey' | 'typeValue'> {
  const field = node?.kind === 'object' ? fieldOf(node, 'type') : node?.kind === 'scalar' ? whole : null;
  return { typeKey: field?.keySpan ?? null, typeValue: field?.value ?? null };
}
