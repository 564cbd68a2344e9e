// A request's arguments, checked as they are read: a client's mistake is answered with a sentence, never with a crash.

/** What is wrong with a request; answered as an error. */
export class RequestProblem extends Error {}

export class Arguments {
  private readonly values: Readonly<Record<string, unknown>>;

  constructor(values: unknown) {
    if (values !== undefined && values !== null && (typeof values !== 'object' || Array.isArray(values)))
      throw new RequestProblem('The arguments of a request are an object.');
    this.values = (values ?? {}) as Readonly<Record<string, unknown>>;
  }

  private get(name: string): unknown {
    return Object.hasOwn(this.values, name) ? (this.values[name] ?? undefined) : undefined;
  }

  string(name: string): string | undefined {
    const value = this.get(name);
    if (value === undefined || typeof value === 'string') return value;
    throw new RequestProblem(`${name} is a text.`);
  }

  number(name: string): number | undefined {
    const value = this.get(name);
    if (value === undefined || (typeof value === 'number' && Number.isInteger(value))) return value;
    throw new RequestProblem(`${name} is a whole number.`);
  }

  boolean(name: string): boolean | undefined {
    const value = this.get(name);
    if (value === undefined || typeof value === 'boolean') return value;
    throw new RequestProblem(`${name} is true or false.`);
  }

  needString(name: string): string {
    return this.string(name) ?? missing(name);
  }

  needNumber(name: string): number {
    return this.number(name) ?? missing(name);
  }

  object(name: string): Arguments {
    const value = this.get(name);
    if (value === undefined) return missing(name);
    if (typeof value !== 'object' || Array.isArray(value)) throw new RequestProblem(`${name} is an object.`);
    return new Arguments(value);
  }

  /** Objects; none where it is missing. */
  list(name: string): readonly Arguments[] {
    const value = this.get(name) ?? [];
    if (!Array.isArray(value)) throw new RequestProblem(`${name} is a list.`);
    return value.map((one) => {
      if (typeof one !== 'object' || one === null) throw new RequestProblem(`${name} is a list of objects.`);
      return new Arguments(one);
    });
  }

  needList(name: string): readonly Arguments[] {
    return this.get(name) === undefined ? missing(name) : this.list(name);
  }

  needStrings(name: string): readonly string[] {
    const value = this.get(name);
    if (value === undefined) return missing(name);
    if (!Array.isArray(value) || !value.every((one) => typeof one === 'string'))
      throw new RequestProblem(`${name} is a list of texts.`);
    return value;
  }
}

function missing(name: string): never {
  throw new RequestProblem(`${name} is missing.`);
}
