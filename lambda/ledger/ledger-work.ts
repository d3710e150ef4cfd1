import type { LedgerApi, LedgerDescription } from './ledger-api';
import type { LedgerPlan, LedgerStep, Memory, ObservedLedger } from './ledger-plan';
import { RequestFailure } from '../custom-resource/failure';
import type { Log } from '../custom-resource/log';
import type { TimeBudget } from '../custom-resource/time-budget';
import { nextLook, waitUntil } from '../custom-resource/wait-until';
import type { Persistence } from '../qldb/persistence';
import { mayHaveTakenEffect, QldbError } from '../qldb/qldb-error';

/** What the work on one ledger is done with. */
export interface Workplace {
  readonly api: LedgerApi;
  readonly name: string;
  readonly budget: TimeBudget;
  readonly persistence: Persistence;
  readonly log: Log;
  /** True in an invocation that continues another: what is waited for has been waited for already. */
  readonly continued: boolean;
}

/** What is known at any moment, for when the work is cut short. */
export interface Progress {
  /** Whether there may be a ledger that this request made. */
  made: 'unknown' | 'no' | 'maybe';
  /** As in `waiting until …`. */
  activity: string;
}

export interface Settled {
  readonly physicalId: string;
  readonly observed: ObservedLedger;
}

export type Decide = (observed: ObservedLedger, memory: Memory) => LedgerPlan;

/** How often a change may be accepted without showing. */
const PATIENCE = 6;

/** Looks, decides and acts until nothing is left to do. Whatever interrupts it, running it again leads to the same end. */
export async function settle(place: Workplace, decide: Decide, progress: Progress): Promise<Settled> {
  const { budget, log } = place;
  const begun = budget.clock.now();
  let memory: Memory = { ownSeen: false };
  let fruitless = 0;
  let lastSteps = '';
  for (;;) {
    const observed = await observe(place);
    const plan = decide(observed, memory);
    progress.made = plan.own ? 'maybe' : 'no';
    if (plan.kind === 'refuse') {
      throw new RequestFailure(plan.reason);
    }
    if (plan.steps.length === 0) {
      log('nothing left to do', { ledger: place.name, ...plan.note !== undefined && { note: plan.note } });
      return { physicalId: plan.physicalId, observed };
    }
    const steps = JSON.stringify(plan.steps);
    fruitless = steps === lastSteps ? fruitless + 1 : 0;
    if (fruitless > PATIENCE) {
      throw new RequestFailure(`QLDB accepts ${plan.steps.map((step) => step.do).join(', ')} for the ledger "${place.name}", but it does not show: `
        + 'something else is changing the ledger at the same time, or the endpoint is not a QLDB control plane');
    }
    if (fruitless > 0) {
      await budget.pause(250 * 2 ** fruitless);
    }
    log('planned', { ledger: place.name, steps: plan.steps.map((step) => step.do), ...plan.note !== undefined && { note: plan.note } });
    memory = { ...memory, ownSeen: memory.ownSeen || plan.own };
    const result = await takeSteps(plan.steps, place, memory, progress);
    memory = result.memory;
    lastSteps = result.overtaken ? '' : steps;
    if (result.overtaken) {
      await budget.pause(nextLook(budget.clock.now() - begun));
    }
  }
}

async function observe({ api, name, persistence }: Workplace): Promise<ObservedLedger> {
  const reading = `read the ledger "${name}"`;
  const ledger = await persistence.call(reading, async () => api.describe(name));
  if (!ledger) {
    return { kind: 'missing' };
  }
  const tags = ledger.state === 'DELETING' ? undefined : await persistence.call(reading, async () => api.tags(ledger.arn));
  return tags ? { kind: 'present', ledger, tags } : { kind: 'deleting', ledger };
}

interface StepsTaken {
  readonly memory: Memory;
  /** The ledger was not as observed any more: look again. */
  readonly overtaken: boolean;
}

async function takeSteps(steps: readonly LedgerStep[], place: Workplace, memory: Memory, progress: Progress): Promise<StepsTaken> {
  let current = memory;
  for (const step of steps) {
    try {
      await takeStep(step, place, progress);
    } catch (error) {
      if (error instanceof QldbError) {
        place.log('the ledger is not as it was; looking again', { step: step.do, code: error.code, reason: error.message });
        return { memory: current, overtaken: true };
      }
      throw error;
    }
    if (step.do === 'create') {
      current = { ...current, ownSeen: true };
    } else if (step.do === 'update' && step.changes.kmsKey !== undefined) {
      current = { ...current, keyRequested: step.changes.kmsKey };
    }
  }
  return { memory: current, overtaken: false };
}

async function takeStep(step: LedgerStep, place: Workplace, progress: Progress): Promise<void> {
  const { api, name, persistence } = place;
  const the = `the ledger "${name}"`;
  switch (step.do) {
    case 'create':
      progress.activity = `creating ${the}`;
      return persistence.call(`create ${the}`, async () => {
        try {
          await api.create(name, step.ledger);
          progress.made = 'maybe';
        } catch (error) {
          if (error instanceof QldbError && mayHaveTakenEffect(error)) {
            progress.made = 'maybe';
          }
          throw error;
        }
      });
    case 'set-permissions-mode':
      return persistence.call(`set the permissions mode of ${the}`, async () => api.setPermissionsMode(name, step.mode));
    case 'update':
      return persistence.call(`change ${Object.keys(step.changes).join(' and ')} of ${the}`, async () => api.update(name, step.changes));
    case 'untag':
      return persistence.call(`remove tags from ${the}`, async () => api.untag(step.arn, step.keys));
    case 'tag':
      return persistence.call(`tag ${the}`, async () => api.tag(step.arn, step.tags));
    case 'delete':
      progress.activity = `deleting ${the}`;
      return persistence.call(`delete ${the}`, async () => api.delete(name));
    case 'await-ready':
      return waitFor(place, progress, `waiting until ${the} is ACTIVE and has its key`, (ledger) => ledger === undefined
        || !(ledger.state === 'CREATING' || (ledger.state === 'ACTIVE' && ledger.encryptionStatus === 'UPDATING')));
    case 'await-gone':
      return waitFor(place, progress, `waiting until ${the} is gone`, (ledger) => ledger === undefined
        || ledger.state !== 'DELETING' || ledger.creationTime.getTime() !== step.creationTime.getTime());
  }
}

type Seen = LedgerDescription | undefined;

async function waitFor(place: Workplace, progress: Progress, activity: string, done: (ledger: Seen) => boolean): Promise<void> {
  const { api, budget, name, persistence } = place;
  progress.activity = activity;
  await waitUntil({
    budget,
    since: place.continued ? budget.startedAt : budget.clock.now(),
    tolerate: persistence.tolerates,
    look: async () => {
      const ledger = await api.describe(name);
      progress.activity = `${activity}; it was last seen ${ledger ? `${ledger.state}, key ${ledger.encryptionStatus}` : 'missing'}`;
      return ledger;
    },
    done,
  });
}
