import { FOLDER_OF_CASES, readConformanceData } from './conformance-cases';
import { CASE_SENSITIVE, CONFORMANCE_EXCEPTIONS } from './conformance-exceptions';
import { runCase } from './conformance-run';
import type { ConformanceOutcome } from './conformance-run';

const data = readConformanceData();
if (data === undefined) {
  console.warn(`SKIPPED: no conformance cases in ${FOLDER_OF_CASES}; the evaluator is not checked against the public suite`);
}

const key = ({ file, name }: { readonly file: string; readonly name: string }): string => `${file} | ${name}`;

(data === undefined ? describe.skip : describe)('the public conformance cases', () => {
  const outcomes: ConformanceOutcome[] = [];
  const listed = new Set(CONFORMANCE_EXCEPTIONS.map(key));

  beforeAll(async () => {
    for (const subject of data?.cases ?? []) {
      outcomes.push(await runCase(subject, data ?? { cases: [], environments: {} }));
    }
  });

  afterAll(() => {
    const groups: ReadonlyArray<readonly [string, (outcome: ConformanceOutcome) => boolean]> = [
      ['that QLDB must pass', ({ gate }) => gate],
      ['of the old evaluator that differ by mode', ({ gate, legacy }) => legacy === 'pass' && !gate],
      ['where the old evaluator differed', ({ legacy }) => legacy === 'fail'],
      ['newer than its record', ({ legacy }) => legacy === 'unrecorded'],
      ['of the extended suite', ({ suite }) => suite === 'extended-eval'],
    ];
    const counts = groups.map(([title, belongs]) => {
      const all = outcomes.filter(belongs);
      return `${all.filter(({ passes }) => passes).length} of ${all.length} ${title}`;
    });
    console.info(`conformance cases passed: ${counts.join('; ')}; listed exceptions: ${CONFORMANCE_EXCEPTIONS.length}`);
  });

  it('give the expected result, or are listed with a reason', () => {
    const failing = outcomes.filter((outcome) => !outcome.passes && !listed.has(key(outcome)));
    expect(failing.map((outcome) => ({
      case: key(outcome), statement: outcome.statement, expected: outcome.asserts, got: outcome.got, gate: outcome.gate,
    }))).toEqual([]);
  });

  it('that QLDB must pass fail only where they spell a name in two ways: QLDB told upper from lower case', () => {
    const failing = outcomes.filter(({ gate, passes }) => gate && !passes).map(key);
    expect(CONFORMANCE_EXCEPTIONS.filter((each) => failing.includes(key(each)) && each.reason !== CASE_SENSITIVE)).toEqual([]);
  });

  it('are not listed when they pass or do not exist', () => {
    const failing = new Set(outcomes.filter(({ passes }) => !passes).map(key));
    expect(CONFORMANCE_EXCEPTIONS.map(key).filter((each) => !failing.has(each))).toEqual([]);
  });

  it('are listed once, each with a reason', () => {
    expect(listed.size).toBe(CONFORMANCE_EXCEPTIONS.length);
    expect(CONFORMANCE_EXCEPTIONS.filter(({ reason }) => reason.trim() === '')).toEqual([]);
  });
});
