/** What is wrong with one member of a request. */
export interface Problem {
  /** The member, as the API names it. */
  readonly parameter: string;
  readonly message: string;
}

/** A type of the API model: reads a JSON value, or the text of a path or query parameter, and tells what is wrong with it. */
export interface Shape<T> {
  /** A value that is absent is read too, and not reported as missing. */
  readonly readsAbsent?: boolean;
  read(value: unknown, parameter: string, report: (problem: Problem) => void): T | undefined;
}

export interface Pattern {
  readonly expression: RegExp;
  /** What the expression demands, in words: '… must be <meaning>'. */
  readonly meaning: string;
}

export interface StringConstraints {
  readonly min?: number;
  readonly max: number;
  readonly pattern?: Pattern;
}

export function stringShape({ min = 0, max, pattern }: StringConstraints): Shape<string> {
  return {
    read(value, parameter, report) {
      const problem = (demand: string) => void report({ parameter, message: `'${parameter}' must be ${demand}; received ${show(value)}` });
      if (typeof value !== 'string') {
        return problem('a string');
      }
      // Characters, not UTF-16 units: what the model's limits count.
      const { length } = [...value];
      if (length < min || length > max) {
        return problem(`${min} to ${max} characters long, it has ${length}`);
      }
      return pattern && !pattern.expression.test(value) ? problem(pattern.meaning) : value;
    },
  };
}

export function enumShape<const V extends string>(...values: readonly V[]): Shape<V> {
  return {
    read(value, parameter, report) {
      const found = values.find((each) => each === value);
      if (found === undefined) {
        report({ parameter, message: `'${parameter}' must be one of ${values.join(', ')}; received ${show(value)}` });
      }
      return found;
    },
  };
}

export const booleanShape: Shape<boolean> = {
  read(value, parameter, report) {
    return typeof value === 'boolean' ? value : void report({ parameter, message: `'${parameter}' must be true or false; received ${show(value)}` });
  },
};

/** An integer in the text of a query parameter. */
export function queryIntegerShape(min: number, max: number): Shape<number> {
  return {
    read(value, parameter, report) {
      const number = typeof value === 'string' && /^-?[0-9]{1,10}$/.test(value) ? Number(value) : NaN;
      return number >= min && number <= max
        ? number
        : void report({ parameter, message: `'${parameter}' must be an integer from ${min} to ${max}; received ${show(value)}` });
    },
  };
}

/** A query parameter that may be repeated. Given never, it is the empty list: the two look the same in a URL. */
export function queryListShape<T>(item: Shape<T>, max: number): Shape<readonly T[]> {
  return {
    readsAbsent: true,
    read(value, parameter, report) {
      const values: readonly unknown[] = Array.isArray(value) ? value : value === undefined ? [] : [value];
      if (values.length > max) {
        return void report({ parameter, message: `'${parameter}' must have at most ${max} entries; received ${values.length}` });
      }
      return values.flatMap((each) => item.read(each, parameter, report) ?? []);
    },
  };
}

/** A JSON object with arbitrary keys. A value that is null reads as the empty string (developer guide, "Tagging Amazon QLDB resources"). */
export function mapShape(key: Shape<string>, value: Shape<string>, max: number): Shape<ReadonlyMap<string, string>> {
  return {
    read(object, parameter, report) {
      if (!isObject(object)) {
        return void report({ parameter, message: `'${parameter}' must be an object; received ${show(object)}` });
      }
      const entries = Object.entries(object);
      if (entries.length > max) {
        return void report({ parameter, message: `'${parameter}' must have at most ${max} entries; received ${entries.length}` });
      }
      const result = new Map<string, string>();
      for (const [name, text] of entries) {
        key.read(name, `${parameter} key`, ({ message }) => report({ parameter, message }));
        result.set(name, value.read(text ?? '', `${parameter} value`, ({ message }) => report({ parameter, message })) ?? '');
      }
      return result;
    },
  };
}

/** A JSON object of which one member counts; its value stands for the object. */
export function structureShape<T>(member: string, shape: Shape<T>): Shape<T> {
  return {
    read(object, parameter, report) {
      if (!isObject(object)) {
        return void report({ parameter, message: `'${parameter}' must be an object with the member '${member}'; received ${show(object)}` });
      }
      return shape.read(Object.hasOwn(object, member) ? object[member] : undefined, `${parameter}.${member}`,
        ({ message }) => report({ parameter, message }));
    },
  };
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A received value as it may stand in a message: of bounded length, on one line. */
function show(value: unknown): string {
  if (typeof value === 'string') {
    return `'${value.length > 64 ? `${value.slice(0, 64)}…` : value}'`;
  }
  return value === undefined ? 'nothing' : Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : String(value);
}
