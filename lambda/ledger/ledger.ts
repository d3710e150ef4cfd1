import { LEDGER_ADVICE } from './ledger-advice';
import type { LedgerApi } from './ledger-api';
import { formatLedgerId } from './ledger-id';
import { abandonedBy, intentOf, type EnsureIntent, type RemoveIntent } from './ledger-intent';
import { planEnsure } from './ledger-plan';
import { planRemoval } from './ledger-removal';
import { settle, type Progress, type Settled, type Workplace } from './ledger-work';
import type { Outcome, ResourceHandler, Tools } from '../custom-resource/custom-resource';
import { physicalIdOf, type ResourceRequest } from '../custom-resource/event';
import { InvocationEnding, RequestFailure } from '../custom-resource/failure';
import { extendDeadline, type TimeBudget } from '../custom-resource/time-budget';
import { createPersistence } from '../qldb/persistence';
import { asFailure, mayHaveMade } from '../qldb/work-failure';

/** Opens the control plane at the endpoint that a resource names. @throws RequestFailure for an endpoint that cannot be used */
export type OpenLedgerApi = (endpoint: unknown, budget: TimeBudget) => { readonly endpoint: string; readonly api: LedgerApi };

/** After a replacement has failed, this long is spent on removing it at once. */
const TIDYING_UP = 20_000;

/** Handles `Custom::QLDBLedger`. */
export function ledgerResource(open: OpenLedgerApi): ResourceHandler {
  return async (request, tools) => {
    const intent = intentOf(request, tools.budget.clock.now());
    if (intent.kind === 'let-go') {
      tools.log('the ledger was there before this resource and stays', { ledger: intent.name });
      return { physicalResourceId: physicalIdOf(request) };
    }
    if (intent.kind === 'remove') {
      await remove(intent, request.properties.Endpoint, tools, open);
      return { physicalResourceId: physicalIdOf(request) };
    }
    const outcome = await ensure(intent, request, tools, open);
    const abandoned = abandonedBy(request, intent, tools.budget.clock.now());
    if (abandoned) {
      await tryToRemove(abandoned, intent.previous?.endpoint, tools, open);
    }
    return outcome;
  };
}

async function ensure(intent: EnsureIntent, request: ResourceRequest, tools: Tools, open: OpenLedgerApi): Promise<Outcome> {
  const progress: Progress = { made: 'unknown', activity: `reading the ledger "${intent.name}"` };
  const ownId = formatLedgerId({ name: intent.name, token: intent.token });
  const { place, lastProblem } = workplace(intent.name, request.properties.Endpoint, tools, open);
  try {
    return outcomeOf(await settle(place, (observed, memory) => planEnsure(intent, observed, memory), progress));
  } catch (error) {
    const failure = asFailure(error, { activity: progress.activity, lastProblem: lastProblem(), remedy: 'raise the ledger\'s "timeout" and deploy again' });
    const made = mayHaveMade(progress.made, failure, tools.hop);
    if (failure instanceof InvocationEnding) {
      throw new InvocationEnding(made ? ownId : undefined);
    }
    // CloudFormation rolls a failed Create back by a Delete with its id. After a failed update only this request knows what it made.
    if (intent.purpose === 'replace' && made) {
      const tidyingUp = { ...tools, budget: extendDeadline(tools.budget, TIDYING_UP) };
      const own: RemoveIntent = { kind: 'remove', name: intent.name, claimant: intent.claimant, criterion: { kind: 'token', token: intent.token } };
      await tryToRemove(own, request.properties.Endpoint, tidyingUp, open).catch(() => undefined);
    }
    throw new RequestFailure(failure.message, made ? ownId : undefined, { cause: failure.cause ?? failure });
  }
}

async function remove(intent: RemoveIntent, endpoint: unknown, tools: Tools, open: OpenLedgerApi): Promise<void> {
  const progress: Progress = { made: 'unknown', activity: `reading the ledger "${intent.name}"` };
  const { place, lastProblem } = workplace(intent.name, endpoint, tools, open);
  try {
    await settle(place, (observed, memory) => planRemoval(intent, observed, memory), progress);
  } catch (error) {
    throw asFailure(error, { activity: progress.activity, lastProblem: lastProblem(), remedy: 'try again, with a longer "timeout" of the ledger' });
  }
}

/** What is left behind must not fail a request that has done, or failed, what it was for. */
async function tryToRemove(intent: RemoveIntent, endpoint: unknown, tools: Tools, open: OpenLedgerApi): Promise<void> {
  try {
    await remove(intent, endpoint, tools, open);
  } catch (error) {
    if (error instanceof InvocationEnding) {
      throw error;
    }
    tools.log('a ledger that a failed replacement left could not be removed', { ledger: intent.name, error });
  }
}

function workplace(name: string, declaredEndpoint: unknown, { budget, log, hop }: Tools, open: OpenLedgerApi) {
  const { endpoint, api } = open(declaredEndpoint, budget);
  const persistence = createPersistence({ budget, log, endpoint, advice: LEDGER_ADVICE, policiesAreNew: hop === 0 });
  const place: Workplace = { api, name, budget, persistence, log, continued: hop > 0 };
  return { place, lastProblem: () => persistence.lastProblem };
}

function outcomeOf({ physicalId, observed }: Settled): Outcome {
  if (observed.kind !== 'present') {
    throw new Error(`settled on a ledger that is ${observed.kind}`);
  }
  const { name, arn, creationTime, kmsKeyArn } = observed.ledger;
  return {
    physicalResourceId: physicalId,
    attributes: { Arn: arn, Name: name, CreationDateTime: creationTime.toISOString(), ...kmsKeyArn !== undefined && { KmsKeyArn: kmsKeyArn } },
  };
}
