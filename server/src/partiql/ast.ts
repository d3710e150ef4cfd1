import type { Position } from './error';
import type { Value } from '../ion/value';

/**
 * What the parser makes of a statement.
 *
 * The grammar is that of the PartiQL implementation QLDB ran (Kotlin, 2019–2021) with QLDB's own statements.
 * https://partiql.org/assets/PartiQL-Specification.pdf
 */
interface Node {
  readonly at: Position;
}

// Expressions

export interface Literal extends Node {
  readonly kind: 'literal';
  readonly value: Value;
}

/** A `?`. */
export interface Parameter extends Node {
  readonly kind: 'parameter';
  /** From 0. */
  readonly index: number;
}

/** A variable or a table. Names are case sensitive, quoted or not. */
export interface Identifier extends Node {
  readonly kind: 'identifier';
  readonly name: string;
  readonly quoted: boolean;
  /** `@name`: a variable of the statement, never a table. */
  readonly lexical: boolean;
}

export type PathStep =
  | { readonly kind: 'field'; readonly name: string; readonly quoted: boolean; readonly at: Position }
  | { readonly kind: 'index'; readonly index: Expression; readonly at: Position }
  /** `[*]` */
  | { readonly kind: 'elements'; readonly at: Position }
  /** `.*` */
  | { readonly kind: 'fields'; readonly at: Position };

export interface Path extends Node {
  readonly kind: 'path';
  readonly root: Expression;
  readonly steps: readonly PathStep[];
}

export interface Unary extends Node {
  readonly kind: 'unary';
  readonly operator: '+' | '-' | 'not';
  readonly operand: Expression;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '||' | '=' | '<>' | '<' | '<=' | '>' | '>=' | 'and' | 'or';

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Between extends Node {
  readonly kind: 'between';
  readonly operand: Expression;
  readonly low: Expression;
  readonly high: Expression;
  readonly negated: boolean;
}

export interface In extends Node {
  readonly kind: 'in';
  readonly operand: Expression;
  readonly collection: Expression;
  readonly negated: boolean;
}

export interface Like extends Node {
  readonly kind: 'like';
  readonly operand: Expression;
  readonly pattern: Expression;
  readonly escape?: Expression;
  readonly negated: boolean;
}

/** A type as `IS` and `CAST` name it, in lower case, aliases resolved: `varchar` is `string`, `numeric` is `decimal`, `tuple` is `struct`. */
export interface TypeReference extends Node {
  readonly name:
  | 'missing' | 'null' | 'boolean' | 'smallint' | 'integer' | 'float' | 'decimal' | 'timestamp' | 'date' | 'time' | 'character' | 'string'
  | 'symbol' | 'clob' | 'blob' | 'list' | 'sexp' | 'struct' | 'bag' | 'any';
  /** `DECIMAL(5, 2)`, `VARCHAR(10)`. */
  readonly parameters: readonly number[];
}

export interface Is extends Node {
  readonly kind: 'is';
  readonly operand: Expression;
  readonly type: TypeReference;
  readonly negated: boolean;
}

export interface Cast extends Node {
  readonly kind: 'cast';
  readonly operand: Expression;
  readonly type: TypeReference;
}

export interface Case extends Node {
  readonly kind: 'case';
  /** `CASE x WHEN …`; without it every condition is a boolean. */
  readonly operand?: Expression;
  readonly branches: ReadonlyArray<{ readonly when: Expression; readonly then: Expression }>;
  readonly otherwise?: Expression;
}

/**
 * A function by its name in lower case. Special forms become ordinary calls: `EXTRACT(year FROM t)` is `extract('year', t)`,
 * `DATE_ADD(year, 1, t)` is `date_add('year', 1, t)`, `TRIM(LEADING c FROM s)` is `trim('leading', c, s)`, `TRIM(s)` is `trim('both', ' ', s)`,
 * `SUBSTRING(s FROM a FOR b)` is `substring(s, a, b)`.
 */
export interface Call extends Node {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Expression[];
}

export type AggregateName = 'count' | 'sum' | 'avg' | 'min' | 'max';

export interface Aggregate extends Node {
  readonly kind: 'aggregate';
  readonly name: AggregateName;
  readonly distinct: boolean;
  /** Absent in `COUNT(*)`. */
  readonly argument?: Expression;
}

export interface Collection extends Node {
  readonly kind: 'list' | 'bag' | 'sexp';
  readonly elements: readonly Expression[];
}

export interface Struct extends Node {
  readonly kind: 'struct';
  readonly fields: ReadonlyArray<{ readonly name: Expression; readonly value: Expression }>;
}

export type Expression =
  | Literal | Parameter | Identifier | Path | Unary | Binary | Between | In | Like | Is | Cast | Case | Call | Aggregate | Collection | Struct
  | Select;

// Queries

export type ProjectionItem =
  | { readonly kind: 'expression'; readonly expression: Expression; readonly alias?: string }
  /** `SELECT v.*` */
  | { readonly kind: 'all-of'; readonly expression: Expression };

export type Projection =
  | { readonly kind: 'star' }
  | { readonly kind: 'items'; readonly items: readonly ProjectionItem[] }
  | { readonly kind: 'value'; readonly expression: Expression }
  | { readonly kind: 'pivot'; readonly value: Expression; readonly name: Expression };

/** `expression AS as AT index BY id`; `unpivot` walks the fields of a struct, `AT` being the name. */
export interface FromSource extends Node {
  readonly kind: 'source';
  readonly expression: Expression;
  readonly unpivot: boolean;
  /** Given or implied by the expression (`FROM a.b` is `AS b`). */
  readonly as?: string;
  readonly index?: string;
  /** QLDB's `BY`: the document id of the row. */
  readonly by?: string;
}

/** A comma is a join without condition. */
export interface FromJoin extends Node {
  readonly kind: 'join';
  readonly left: From;
  readonly right: From;
  readonly on?: Expression;
}

export type From = FromSource | FromJoin;

export interface Select extends Node {
  readonly kind: 'select';
  readonly distinct: boolean;
  readonly projection: Projection;
  readonly from: From;
  readonly where?: Expression;
}

// Statements

export interface Query extends Node {
  readonly kind: 'query';
  readonly expression: Expression;
}

/** `INSERT INTO table VALUE document` (one) and `INSERT INTO table <documents>` (each element of a collection, or one struct). */
export interface Insert extends Node {
  readonly kind: 'insert';
  readonly table: Identifier;
  readonly source: Expression;
  /** `VALUE` was written: the source is one document, whatever its type. */
  readonly single: boolean;
}

export type Modification =
  | { readonly kind: 'set'; readonly target: Identifier | Path; readonly value: Expression; readonly at: Position }
  | { readonly kind: 'insert-into'; readonly target: Identifier | Path; readonly value: Expression; readonly index?: Expression; readonly at: Position }
  | { readonly kind: 'remove'; readonly target: Identifier | Path; readonly at: Position }
  /** `DELETE FROM`: the document itself. */
  | { readonly kind: 'delete'; readonly at: Position };

/** UPDATE, DELETE and `FROM … SET | INSERT INTO | REMOVE`, which differ in spelling only. */
export interface Modify extends Node {
  readonly kind: 'modify';
  readonly from: From;
  readonly where?: Expression;
  /** In order; at least one. */
  readonly modifications: readonly Modification[];
}

export interface CreateTable extends Node {
  readonly kind: 'create-table';
  readonly name: string;
  /** `WITH (aws_tags = `{…}`)`. @default - none */
  readonly tags?: ReadonlyMap<string, string>;
}

export interface DropTable extends Node {
  readonly kind: 'drop-table';
  readonly name: string;
}

export interface UndropTable extends Node {
  readonly kind: 'undrop-table';
  readonly tableId: string;
}

export interface CreateIndex extends Node {
  readonly kind: 'create-index';
  readonly table: string;
  /** One top-level field. */
  readonly field: string;
}

export interface DropIndex extends Node {
  readonly kind: 'drop-index';
  readonly indexId: string;
  readonly table: string;
}

/** `EXEC procedure argument, …`; the name in lower case. */
export interface Exec extends Node {
  readonly kind: 'exec';
  readonly procedure: string;
  readonly arguments: readonly Expression[];
}

export type Statement = Query | Insert | Modify | CreateTable | DropTable | UndropTable | CreateIndex | DropIndex | Exec;
