import { Token } from 'aws-cdk-lib';

/** One thing that is wrong with what a user wrote, and what to change. */
export interface Problem {
  /** Stable: users search for it. */
  readonly code: string;
  /** Property in quotes, what it must be, the value received, what to do. */
  readonly text: string;
}

/** Renders one problem on one line. */
export function renderProblem(problem: Problem): string {
  return `${problem.text} [${problem.code}]`;
}

/** The message of one error that lists every problem. */
export function renderError(subject: string, problems: readonly Problem[]): string {
  return [`invalid ${subject}:`, ...problems.map((problem) => `  - ${renderProblem(problem)}`)].join('\n');
}

/** Throws one error that lists every problem; does nothing without problems. */
export function throwProblems(subject: string, problems: readonly Problem[]): void {
  if (problems.length > 0) throw new Error(renderError(subject, problems));
}

/** A value as error messages show it. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** Whether a value can be judged at synth: it is there and holds no token. */
export function isConcrete<T>(value: T | undefined): value is T {
  return value !== undefined && !Token.isUnresolved(value);
}
