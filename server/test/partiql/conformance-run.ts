import { isGate } from './conformance-cases';
import type { ConformanceCase, ConformanceData } from './conformance-cases';
import { expectedValue, fingerprint } from './conformance-compare';
import { LOST_VARIABLES } from './conformance-variables';
import { parseText } from '../../src/ion/text';
import { fieldOf, struct } from '../../src/ion/value';
import type { StructValue, Value } from '../../src/ion/value';
import { PartiqlError } from '../../src/partiql/error';
import { evaluateExpression } from '../../src/partiql/execute';
import { parse } from '../../src/partiql/syntax/parse';
import { MemoryDataSource } from '../support/memory-data-source';

export interface ConformanceOutcome extends ConformanceCase {
  readonly gate: boolean;
  readonly passes: boolean;
  /** What the evaluator gave, in short. */
  readonly got: string;
}

/**
 * Evaluates a case with its variables. Where the suite expects different results by mode, either will do: QLDB had neither mode, but the
 * one before them.
 */
export async function runCase(subject: ConformanceCase, { environments }: ConformanceData): Promise<ConformanceOutcome> {
  const given = structFrom(environments[subject.env ?? ''] ?? '{}');
  const lost = structFrom(LOST_VARIABLES.get(subject.file) ?? '{}');
  const got = await resultOf(subject.statement, struct([...given.fields, ...lost.fields.filter(({ name }) => !fieldOf(given, name))]));
  const text = typeof got === 'string' ? got : fingerprint(got);
  const passes = subject.asserts.some(({ result, output }) => result === 'EvaluationFail'
    ? typeof got === 'string'
    : typeof got !== 'string' && text === fingerprint(expectedValue(output ?? 'null')));
  return { ...subject, gate: isGate(subject), passes, got: text };
}

function structFrom(text: string): StructValue {
  const value = parseText(text);
  if (value.kind !== 'struct') {
    throw new Error(`variables are a struct, got ${text}`);
  }
  return value;
}

/** The value, or the message of what went wrong. */
async function resultOf(statement: string, variables: StructValue): Promise<Value | string> {
  try {
    const parsed = parse(statement);
    if (parsed.kind !== 'query') {
      throw new Error(`a case of the suite is not a query: ${statement}`);
    }
    return await evaluateExpression(parsed.expression, {
      data: new MemoryDataSource([]),
      parameters: [],
      now: { precision: 'second', offset: 0, year: 2020, month: 1, day: 1, hour: 0, minute: 0, second: 0, fraction: '' },
      transactionId: '0000000000000000000000',
      checkpoint: () => undefined,
    }, variables);
  } catch (error) {
    if (error instanceof PartiqlError) {
      return error.message;
    }
    throw error;
  }
}
