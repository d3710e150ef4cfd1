import { run } from './run';

/** What a test of another language's framework came to: `problem` is what it printed when it failed. */
export interface Outcome {
  readonly id: string;
  readonly problem: string | null;
}

export interface ForeignTests {
  /** Identifiers of the tests, which are listed before any runs. */
  readonly ids: readonly string[];
  /** The command that runs them. */
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Of the process; asked for when the tests run. */
  readonly env: () => NodeJS.ProcessEnv;
  readonly title: (id: string) => string;
  /** Reads what the command printed. @default - an `Outcome` as JSON a line, between whatever else is printed */
  readonly outcomes?: (stdout: string) => readonly Outcome[];
}

/** One jest test for each test of another language, all of them run by one process. */
export function foreignTests({ ids, command, args, cwd, env, title, outcomes: read = outcomesInJson }: ForeignTests): void {
  const outcomes = new Map<string, Outcome>();
  let printed = '';

  beforeAll(async () => {
    const { code, stdout, stderr } = await run(command, args, { env: env(), ...(cwd !== undefined && { cwd }) });
    printed = `exit code ${code}\n${stderr}`;
    read(stdout).forEach((outcome) => outcomes.set(outcome.id, outcome));
  });

  it.each(ids.map((id) => [title(id), id]))('%s', (_title, id) => {
    const outcome = outcomes.get(id);
    if (outcome === undefined) {
      throw new Error(`the test did not run\n${printed}\n${problemsOutsideTests(outcomes, ids)}`);
    }
    if (outcome.problem !== null) {
      throw new Error(outcome.problem);
    }
  });

  it('are all listed, and nothing fails outside of them', () => {
    expect([...outcomes.keys()].sort()).toEqual([...ids].sort());
  });
}

function outcomesInJson(stdout: string): readonly Outcome[] {
  return stdout.split('\n').filter((line) => line.startsWith('{"id"')).map((line) => JSON.parse(line) as Outcome);
}

function problemsOutsideTests(outcomes: ReadonlyMap<string, Outcome>, ids: readonly string[]): string {
  return [...outcomes.values()].filter((outcome) => !ids.includes(outcome.id)).map((outcome) => outcome.problem).join('\n');
}
