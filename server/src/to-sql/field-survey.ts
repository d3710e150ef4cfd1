import { columnType, shapeOf, type ColumnType, type Shape } from './column-type';
import type { StructValue, Value } from '../ion/value';

/** Fields of a table's documents that can become columns. PostgreSQL's limit is the width of a row, 8 KB, of which a long value takes 18 bytes. */
export const MAX_COLUMNS = 400;

/** How many characters of field names are kept, with some for each: documents whose field names are data must not fill the memory. */
const MAX_NAME_CHARACTERS = 1_000_000;
const NAME_OVERHEAD = 100;

/** A field that becomes a column. */
export interface SurveyedField {
  readonly field: string;
  readonly type: ColumnType;
}

interface SurveyedValues {
  readonly shapes: Set<Shape>;
  count: number;
}

/** The top-level fields of documents, with the types that their values need. */
export class FieldSurvey {
  private readonly fields = new Map<string, SurveyedValues>();
  private characters = 0;
  /** Whether there were more names than can be kept. */
  private overflow = false;

  add(document: StructValue): void {
    for (const [name, value] of firstFields(document)) {
      const field = this.fields.get(name) ?? this.newField(name);
      if (field) {
        const shape = shapeOf(value);
        if (shape) field.shapes.add(shape);
        field.count += 1;
      }
    }
  }

  /** In the order in which they were first seen. Where there are too many, those that most documents have. */
  columns(): readonly SurveyedField[] {
    const all = [...this.fields].map(([field, { shapes, count }], position) => ({ field, type: columnType(shapes), count, position }));
    const chosen = all.length <= MAX_COLUMNS ? all
      : all.sort((a, b) => b.count - a.count || a.position - b.position).slice(0, MAX_COLUMNS).sort((a, b) => a.position - b.position);
    return chosen.map(({ field, type }) => ({ field, type }));
  }

  /** Whether some fields become no column. */
  get isPartial(): boolean {
    return this.overflow || this.fields.size > MAX_COLUMNS;
  }

  private newField(name: string): SurveyedValues | undefined {
    const characters = this.characters + name.length + NAME_OVERHEAD;
    if (characters > MAX_NAME_CHARACTERS) {
      this.overflow = true;
      return undefined;
    }
    this.characters = characters;
    const field = { shapes: new Set<Shape>(), count: 0 };
    this.fields.set(name, field);
    return field;
  }
}

/** Of fields with the same name the first one, as queries see it. */
export function firstFields({ fields }: StructValue): ReadonlyMap<string, Value> {
  const result = new Map<string, Value>();
  for (const { name, value } of fields) {
    if (!result.has(name)) result.set(name, value);
  }
  return result;
}
