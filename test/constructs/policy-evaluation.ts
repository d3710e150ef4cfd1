import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Json } from './synth';

/** One request to AWS, to be decided by identity policies. */
export interface IamRequest {
  readonly policies: readonly Json[];
  readonly action: string;
  readonly resource: string;
  readonly requestTags?: Readonly<Record<string, string>>;
  readonly resourceTags?: Readonly<Record<string, string>>;
  /** Keys of tags that the request sets or removes, where it sets none in `requestTags`. */
  readonly tagKeys?: readonly string[];
}

export type Decision = 'Allow' | 'Deny' | 'ImplicitDeny';

/** Decides all requests in one call of the evaluator that ministack brings. */
export function evaluatePolicies(requests: readonly IamRequest[]): Decision[] {
  const python = join(__dirname, '../../.venv/bin/python');
  const answer = execFileSync(python, [join(__dirname, 'evaluate_policies.py')], { input: JSON.stringify(requests), encoding: 'utf8' });
  return JSON.parse(answer) as Decision[];
}
