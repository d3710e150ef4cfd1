import type { FieldColumn, Revision } from './columns';
import { isDeletion, RESERVED_COLUMNS } from './columns';
import { FieldSurvey, type SurveyedField } from './field-survey';
import type { SnapshotTable } from './ledger-snapshot';
import { Names } from './names';

/** How a table of the ledger becomes two of SQL. */
export interface TablePlan {
  readonly table: SnapshotTable;
  readonly names: TableNames;
  readonly current: readonly FieldColumn[];
  readonly history: readonly FieldColumn[];
  /** Some fields become no column. */
  readonly isPartial: boolean;
}

export interface TableNames {
  readonly current: string;
  readonly history: string;
}

/** The first pass over the revisions of a table. */
export class TableSurvey {
  private readonly current = new FieldSurvey();
  private readonly history = new FieldSurvey();

  add(revision: Revision, isCurrent: boolean): void {
    if (!revision.document) return;
    this.history.add(revision.document);
    if (isCurrent) this.current.add(revision.document);
  }

  plan(table: SnapshotTable, names: TableNames): TablePlan {
    const current = this.current.columns();
    const history = this.history.columns();
    const columns = columnNames([...history, ...current]);
    const named = (fields: readonly SurveyedField[]) => fields.map((each) => ({ ...each, name: columns.get(each.field)! }));
    return { table, names, current: named(current), history: named(history), isPartial: this.current.isPartial || this.history.isPartial };
  }
}

/** A field has the same name in both tables. */
function columnNames(fields: readonly SurveyedField[]): ReadonlyMap<string, string> {
  const unique = [...new Set(fields.map(({ field }) => field))];
  const names = new Names(RESERVED_COLUMNS).take(unique);
  return new Map(unique.map((field, n) => [field, names[n]!]));
}

/** Of each document the last revision is the current one, unless it is a deletion. */
export async function* withCurrent(revisions: AsyncIterable<Revision>): AsyncGenerator<{ readonly revision: Revision; readonly isCurrent: boolean }> {
  let last: Revision | undefined;
  for await (const revision of revisions) {
    if (last) yield { revision: last, isCurrent: last.documentId !== revision.documentId && !isDeletion(last) };
    last = revision;
  }
  if (last) yield { revision: last, isCurrent: !isDeletion(last) };
}
