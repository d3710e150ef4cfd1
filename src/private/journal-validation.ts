import { Stack, type IResource } from 'aws-cdk-lib';
import type { IRole } from 'aws-cdk-lib/aws-iam';
import type { JournalTime } from '../journal-time';
import type { ILedger } from '../ledger-base';
import { DEPLOYMENT } from './contract';
import { parseIsoTime } from './iso-time';
import { isConcrete, show, type Problem } from './validation';

/** What is wrong with the ledger of a stream or export: the function can ask the control plane of its own account and Region only. */
export function validateLedgerOf(ledger: ILedger, stack: Stack): Problem[] {
  return [
    ...differs('account', ledger, stack),
    ...differs('region', ledger, stack),
  ].map(({ what, theirs, ours }) => ({
    code: 'Qldb.LedgerElsewhere',
    text: `'ledger' must be in the stack's ${what} ${show(ours)}, got a ledger in ${show(theirs)}: declare this in a stack of that ${what}`,
  }));
}

/** What is wrong with a role that is given: `iam:PassRole` does not reach into other accounts. */
export function validateRole(role: IRole | undefined, stack: Stack): Problem[] {
  return role === undefined ? [] : differs('account', role, stack).map(({ theirs, ours }) => ({
    code: 'Qldb.RoleElsewhere',
    text: `'role' must be in the stack's account ${show(ours)}, got a role in ${show(theirs)}: use a role of that account, or leave it out to have one made`,
  }));
}

/** What is wrong with a resource that must be in the stack's Region. */
export function differs(part: 'account' | 'region', resource: IResource, stack: Stack) {
  const theirs = resource.env[part];
  const ours = stack[part];
  const what = part === 'region' ? 'Region' : 'account';
  return isConcrete(theirs) && isConcrete(ours) && theirs !== ours ? [{ what, theirs, ours }] : [];
}

interface Range {
  readonly inclusiveStartTime?: JournalTime;
  readonly exclusiveEndTime?: JournalTime;
}

/** What is wrong with the part of the journal that is wanted, at a moment in milliseconds since the epoch. */
export function validateRange({ inclusiveStartTime, exclusiveEndTime }: Range, now: number, endsUntilNow: boolean): Problem[] {
  const start = fixed('inclusiveStartTime', inclusiveStartTime);
  const end = fixed('exclusiveEndTime', exclusiveEndTime);
  const problems = [...start.problems, ...end.problems];
  if (start.time !== undefined && start.time > now) {
    problems.push(invalid('inclusiveStartTime', 'not be in the future', inclusiveStartTime, 'use JournalTime.ledgerCreation() or a moment that has passed'));
  }
  if (endsUntilNow && end.time !== undefined && end.time > now) {
    problems.push(invalid('exclusiveEndTime', 'not be in the future', exclusiveEndTime, 'use JournalTime.deployment() to export all that there is'));
  }
  if (start.time !== undefined && end.time !== undefined && start.time >= end.time) {
    problems.push({
      code: 'Qldb.InvalidTimeRange',
      text: `'inclusiveStartTime' must be before 'exclusiveEndTime', got ${show(inclusiveStartTime?._text)} and ${show(exclusiveEndTime?._text)}: exchange or correct them`,
    });
  }
  return problems;
}

/** What is wrong with a start at the moment of the request, for what must end before it. */
export function validateStartOfExport({ inclusiveStartTime }: Range): Problem[] {
  return inclusiveStartTime?._text === DEPLOYMENT
    ? [invalid('inclusiveStartTime', 'be before the export is requested', inclusiveStartTime, 'use JournalTime.ledgerCreation() or a moment that has passed')]
    : [];
}

export function invalid(property: string, expected: string, time: JournalTime | undefined, remedy: string): Problem {
  return { code: 'Qldb.InvalidTime', text: `'${property}' must ${expected}, got ${show(time?._text)}: ${remedy}` };
}

function fixed(property: string, time: JournalTime | undefined): { readonly time?: number; readonly problems: Problem[] } {
  if (!time?._isFixed) return { problems: [] };
  const milliseconds = parseIsoTime(time._text);
  return milliseconds === undefined
    ? { problems: [invalid(property, 'be a date, or a date and time with a zone, in ISO 8601', time, 'write it as "2026-01-01T00:00:00Z", for example')] }
    : { time: milliseconds, problems: [] };
}
