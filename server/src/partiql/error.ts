/** Where in a statement something stands; both count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export type ErrorCategory = 'Lexer' | 'Parser' | 'Semantic' | 'Evaluator';

/** A statement that is wrong, with the place. Its message has the form that users of QLDB know: `Semantic Error: at line 1, column 15: …`. */
export class PartiqlError extends Error {
  override readonly name = 'PartiqlError';

  constructor(readonly category: ErrorCategory, readonly text: string, readonly at: Position) {
    super(`${category} Error: at line ${at.line}, column ${at.column}: ${text}`);
  }
}

/** A function or operator that cannot work on its values. It does not know where it stands; the evaluator adds that. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';
}
