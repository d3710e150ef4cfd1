import { EXPORT_ADVICE } from './export-advice';
import type { ExportApi, ExportRequest } from './export-api';
import { planExport, type ExportIntent } from './export-plan';
import { RequestFailure } from '../custom-resource/failure';
import type { Log } from '../custom-resource/log';
import type { TimeBudget } from '../custom-resource/time-budget';
import { nextLook, waitUntil } from '../custom-resource/wait-until';
import type { Persistence } from '../qldb/persistence';
import { mayHaveTakenEffect, QldbError } from '../qldb/qldb-error';
import { explain } from '../qldb/qldb-explain';

/** What the work on one export is done with. */
export interface ExportPlace {
  readonly api: ExportApi;
  readonly endpoint: string;
  readonly budget: TimeBudget;
  readonly persistence: Persistence;
  readonly log: Log;
}

/** What is known at any moment, for when the work is cut short. */
export interface ExportProgress {
  /** As in `waiting until …`. */
  activity: string;
  /** The export of this request, as soon as it is known. */
  exportId?: string;
}

/** How long a refusal is borne that should pass by itself. Not the number of exports: that is waited out to the end. */
const PATIENCE = { precondition: 60_000, other: 180_000 };

/** What was asked for and not answered may show a little later. */
const UNTIL_IT_SHOWS = 2_000;

/** Starts the export unless it was started by an earlier run of the same request. @returns its id */
export async function startOnce(place: ExportPlace, intent: ExportIntent, progress: ExportProgress): Promise<string> {
  const { api, budget, log, persistence } = place;
  const { ledgerName } = intent.declaration;
  const the = `the journal of the ledger "${ledgerName}"`;
  const waits = createWaits(place, `export ${the}`);
  for (;;) {
    const reading = `read the exports of the ledger "${ledgerName}"`;
    const ledger = await persistence.call(reading, async () => api.describeLedger(ledgerName));
    const exports = ledger ? await persistence.call(reading, async () => api.list(ledgerName)) : [];
    const plan = planExport(intent, { ledger, exports }, budget.clock.now());
    switch (plan.do) {
      case 'refuse':
        throw new RequestFailure(plan.reason);
      case 'follow':
        log('the export was started before', { exportId: plan.export.exportId, status: plan.export.status });
        return plan.export.exportId;
      case 'await-ledger':
        progress.activity = `waiting until the ledger "${ledgerName}" is ACTIVE`;
        await waits.again();
        break;
      case 'start': {
        progress.activity = `starting to export ${the}`;
        const started = await start(place, plan.request);
        if (typeof started === 'string') {
          log('started', { exportId: started, end: plan.request.end });
          return started;
        }
        if (started.kind === 'limit') {
          progress.activity = `waiting until one of the other exports of the ledger "${ledgerName}" is finished`;
        }
        await waits.after(started);
      }
    }
  }
}

async function start({ api, persistence }: ExportPlace, request: ExportRequest): Promise<string | QldbError> {
  try {
    return await persistence.call(`export the journal of the ledger "${request.ledgerName}" to s3://${request.bucket}/${request.prefix}`,
      async () => api.start(request),
      // Whether it was started after all, the list tells.
      (error) => error.kind === 'limit' || mayHaveTakenEffect(error));
  } catch (error) {
    if (error instanceof QldbError) {
      return error;
    }
    throw error;
  }
}

/** Pauses between looks, for as long as there is hope. */
function createWaits({ budget, endpoint, log }: ExportPlace, doing: string) {
  const begun = budget.clock.now();
  let failingSince: number | undefined;
  const again = async (atLeast = 0) => budget.pause(Math.max(nextLook(budget.clock.now() - begun), atLeast));
  return {
    again,
    after: async (error: QldbError) => {
      const now = budget.clock.now();
      log('not started; looking again later', { code: error.code, reason: error.message });
      failingSince = error.kind === 'limit' ? undefined : failingSince ?? now;
      const patience = error.kind === 'precondition' ? PATIENCE.precondition : PATIENCE.other;
      if (failingSince !== undefined && now - failingSince >= patience) {
        throw new RequestFailure(explain(error, doing, endpoint, EXPORT_ADVICE), undefined, { cause: error });
      }
      await again(mayHaveTakenEffect(error) ? UNTIL_IT_SHOWS : 0);
    },
  };
}

/** Waits until all objects are written. */
export async function followToTheEnd(place: ExportPlace, ledgerName: string, exportId: string, progress: ExportProgress): Promise<void> {
  const { api, budget, persistence } = place;
  const activity = `waiting until the export ${exportId} of the ledger "${ledgerName}" is COMPLETED`;
  const look = async () => {
    const found = await api.describe(ledgerName, exportId);
    progress.activity = `${activity}; it was last seen ${found?.status ?? 'missing'}`;
    return found?.status;
  };
  progress.activity = activity;
  let status = await persistence.call(`read the export ${exportId} of the ledger "${ledgerName}"`, look);
  if (status === 'IN_PROGRESS') {
    status = await waitUntil({ look, done: (seen) => seen !== 'IN_PROGRESS', tolerate: persistence.tolerates, budget, since: budget.startedAt });
  }
  if (status === 'CANCELLED') {
    throw new RequestFailure(`QLDB cancelled the export ${exportId} of the ledger "${ledgerName}" and does not say why: most often the role lost a right, or the bucket or `
      + 'the key cannot be used any more; what was written stays in the bucket without a final manifest; check role, bucket and key and deploy again');
  }
  if (status !== 'COMPLETED') {
    throw new RequestFailure(`the export ${exportId} of the ledger "${ledgerName}" is ${status === undefined ? 'not known any more: its ledger was deleted meanwhile'
      : `${status}, which is none of IN_PROGRESS, COMPLETED and CANCELLED`}; check the ledger at the endpoint and deploy again`);
  }
}
