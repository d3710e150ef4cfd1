import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The selection from the public partiql-tests suite (Apache-2.0) that stands next to the checkout. */
const FOLDER = join(__dirname, '../../../../shared/partiql');

/** One expectation: by `modes` for the permissive mode (`EvalModeCoerce`), the strict one (`EvalModeError`), or both. */
export interface Assertion {
  readonly result: 'EvaluationSuccess' | 'EvaluationFail';
  readonly modes: readonly string[];
  /** Ion text. */
  readonly output?: string | null;
}

export interface ConformanceCase {
  readonly name: string;
  readonly file: string;
  readonly suite: string;
  readonly statement: string;
  /** Whether the implementation QLDB ran gave the expected result. */
  readonly legacy?: 'pass' | 'fail' | 'unrecorded' | null;
  /** Of the variables. */
  readonly env?: string | null;
  readonly asserts: readonly Assertion[];
}

export interface ConformanceData {
  readonly cases: readonly ConformanceCase[];
  /** Ion text of the variables. */
  readonly environments: Readonly<Record<string, string>>;
}

export const FOLDER_OF_CASES = FOLDER;

/** The cases that are evaluated; those of syntax have a test of their own. `undefined` where they are not there. */
export function readConformanceData(): ConformanceData | undefined {
  if (!existsSync(join(FOLDER, 'cases.jsonl'))) {
    return undefined;
  }
  const lines = readFileSync(join(FOLDER, 'cases.jsonl'), 'utf8').split('\n').filter(Boolean);
  return {
    cases: lines.map((line) => JSON.parse(line) as ConformanceCase).filter(({ suite }) => suite === 'eval' || suite === 'extended-eval'),
    environments: JSON.parse(readFileSync(join(FOLDER, 'envs.json'), 'utf8')) as Record<string, string>,
  };
}

export function isGate({ legacy, asserts }: ConformanceCase): boolean {
  return legacy === 'pass' && asserts.length === 1;
}
