import type { Token } from './token';
import type { TokenStream } from './token-stream';

/**
 * What PartiQL has and QLDB had not: told apart from statements that are simply wrong, with what to do instead.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/ql-reference.html
 */
export function notImplemented(stream: TokenStream, feature: string, advice?: string, token?: Token): never {
  const text = `Feature '${feature}' not implemented yet`;
  return stream.fail(advice === undefined ? text : `${text}: ${advice}`, token, 'Semantic');
}

const JOINS = 'every join is an inner join; read both sides and combine them in the application';
const ORDER = 'results have no order; sort them in the application';
const SETS = 'run the queries one after the other and combine their results in the application';

/** By the words that begin them behind a query or between its clauses. */
const CLAUSES: ReadonlyArray<readonly [words: readonly string[], feature: string, advice: string]> = [
  [['group', 'by'], 'GROUP BY', 'group the results in the application'],
  [['group', 'partial', 'by'], 'GROUP PARTIAL BY', 'group the results in the application'],
  [['having'], 'HAVING', 'filter the results in the application'],
  [['order', 'by'], 'ORDER BY', ORDER],
  [['limit'], 'LIMIT', 'stop reading the result once you have enough'],
  [['fetch'], 'FETCH', 'stop reading the result once you have enough'],
  [['union'], 'UNION', SETS],
  [['except'], 'EXCEPT', SETS],
  [['intersect'], 'INTERSECT', SETS],
  [['left'], 'LEFT JOIN', JOINS],
  [['right'], 'RIGHT JOIN', JOINS],
  [['full'], 'FULL JOIN', JOINS],
  [['outer'], 'OUTER JOIN', JOINS],
  [['natural'], 'NATURAL JOIN', 'write INNER JOIN … ON'],
  [['on', 'conflict'], 'ON CONFLICT', 'read the document first, in the same transaction, and decide by what you find'],
];

/** Refuses the clause that begins at the next token, if it is one that QLDB had not. */
export function refuseUnsupportedClause(stream: TokenStream): void {
  if (stream.peek().kind === 'name') {
    refuseUnsupportedWord(stream);
    return;
  }
  for (const [words, feature, advice] of CLAUSES) {
    const matches = words.every((word, ahead) => {
      const token = stream.peek(ahead);
      return (token.kind === 'keyword' || token.kind === 'name') && token.text.toLowerCase() === word;
    });
    if (matches) {
      notImplemented(stream, feature, advice);
    }
  }
}

const WORDS: Readonly<Record<string, string>> = {
  let: 'repeat the expression, or name it in a nested SELECT',
  offset: 'skip the first results while reading',
  returning: 'the result of INSERT, UPDATE and DELETE is the ids of the documents',
  window: 'compute it in the application',
};

/** Words that are no reserved ones, so that they could be an alias: what stands behind them tells. */
function refuseUnsupportedWord(stream: TokenStream): void {
  const token = stream.peek();
  const word = token.text.toLowerCase();
  const advice = token.kind === 'name' && !token.quoted && Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  const next = stream.peek(1);
  const continues = next.kind === 'name' || next.kind === 'string' || next.kind === 'number' || next.kind === 'ion'
    || (next.kind === 'punctuation' && ['*', '(', '?', '@'].includes(next.text))
    || (next.kind === 'keyword' && next.text === 'all');
  if (advice !== undefined && continues) {
    notImplemented(stream, word.toUpperCase(), advice);
  }
}

/** By the word a statement begins with. */
const STATEMENTS: Readonly<Record<string, string>> = {
  alter: 'tables have no schema; to drop an index write DROP INDEX',
  begin: 'transactions are started and committed by the driver',
  commit: 'transactions are started and committed by the driver',
  explain: 'the ReadIOs of a result tell how many documents were visited',
  grant: 'access is controlled by IAM policies',
  merge: 'read the document first, in the same transaction, then INSERT or UPDATE',
  replace: 'UPDATE with SET of the table\'s alias replaces a document',
  revoke: 'access is controlled by IAM policies',
  rollback: 'transactions are aborted by the driver',
  truncate: 'DELETE FROM without WHERE deletes every document',
  upsert: 'read the document first, in the same transaction, then INSERT or UPDATE',
  with: 'write the query in the FROM clause',
};

/** Refuses a statement that QLDB had not, by its first word. */
export function refuseUnsupportedStatement(stream: TokenStream): void {
  const [first, second] = [stream.peek(), stream.peek(1)];
  const word = first.text.toLowerCase();
  const begins = first.kind === 'keyword' || (first.kind === 'name' && !first.quoted && (second.kind === 'name' || second.kind === 'keyword'));
  if (begins && Object.hasOwn(STATEMENTS, word)) {
    notImplemented(stream, word.toUpperCase(), STATEMENTS[word]);
  }
}
