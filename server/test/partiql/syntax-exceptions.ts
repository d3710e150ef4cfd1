/** Cases of the conformance suites on whose syntax this parser differs, each with the reason. The test fails once one of them passes. */
export interface SyntaxException {
  readonly suite: 'syntax-success' | 'syntax-fail' | 'eval' | 'extended-eval';
  readonly name: string;
  readonly reason: string;
}

const NO_FROM = 'a SELECT of QLDB needs a FROM clause: "missing FROM after SELECT list"';

export const SYNTAX_EXCEPTIONS: readonly SyntaxException[] = [
  { suite: 'syntax-success', name: 'SELECT query missing FROM', reason: NO_FROM },
  { suite: 'syntax-success', name: 'SELECT VALUE query missing FROM', reason: NO_FROM },
  { suite: 'syntax-success', name: 'SELECT with case missing FROM with WHERE eq', reason: NO_FROM },
];
