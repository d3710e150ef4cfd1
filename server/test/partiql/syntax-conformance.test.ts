import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SYNTAX_EXCEPTIONS } from './syntax-exceptions';
import { PartiqlError } from '../../src/partiql/error';
import { parse } from '../../src/partiql/syntax/parse';

/** The selection from the public partiql-tests suite that stands next to the checkout. */
const cases = join(__dirname, '../../../../shared/partiql/cases.jsonl');

interface Case {
  readonly name: string;
  readonly suite: 'syntax-success' | 'syntax-fail' | 'eval' | 'extended-eval';
  readonly statement: string;
  readonly asserts: ReadonlyArray<{ readonly result: string }>;
}

interface Outcome extends Case {
  readonly passes: boolean;
  readonly error: string | undefined;
}

function run(subject: Case): Outcome {
  let error: string | undefined;
  try {
    parse(subject.statement);
  } catch (failure) {
    if (!(failure instanceof PartiqlError)) {
      throw failure;
    }
    error = failure.message;
  }
  return { ...subject, error, passes: isAsExpected(subject, error !== undefined) };
}

/** What has to fail when it runs may be refused before: a literal beyond 64 bits is. */
function isAsExpected({ suite, asserts }: Case, refused: boolean): boolean {
  return suite.startsWith('syntax') ? refused === (suite === 'syntax-fail') : !refused || asserts.every(({ result }) => result === 'EvaluationFail');
}

const key = ({ suite, name }: { readonly suite: string; readonly name: string }): string => `${suite}: ${name}`;

const available = existsSync(cases);
if (!available) {
  console.warn(`SKIPPED: no conformance cases at ${cases}; the syntax of PartiQL is not checked against the public suite`);
}

(available ? describe : describe.skip)('the public conformance cases', () => {
  const outcomes = available
    ? readFileSync(cases, 'utf8').split('\n').filter(Boolean).map((line) => run(JSON.parse(line) as Case))
    : [];
  const excepted = new Set(SYNTAX_EXCEPTIONS.map(key));

  afterAll(() => {
    const suites = [...new Set(outcomes.map(({ suite }) => suite))];
    const counts = suites.map((suite) => {
      const all = outcomes.filter((outcome) => outcome.suite === suite);
      return `${suite} ${all.filter(({ passes }) => passes).length} of ${all.length}`;
    });
    console.info(`syntax conformance: ${counts.join(', ')}; ${SYNTAX_EXCEPTIONS.length} listed exceptions`);
  });

  test('are read, or refused, as the suite says', () => {
    const wrong = outcomes.filter((outcome) => !outcome.passes && !excepted.has(key(outcome)));
    expect(wrong.map(({ suite, name, statement, error }) => ({ suite, name, statement, error }))).toEqual([]);
  });

  test('differ where the list says so, and nowhere else', () => {
    const failing = new Set(outcomes.filter(({ passes }) => !passes).map(key));
    expect(SYNTAX_EXCEPTIONS.filter((exception) => !failing.has(key(exception)))).toEqual([]);
  });
});
