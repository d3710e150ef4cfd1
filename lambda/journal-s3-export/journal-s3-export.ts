import { EXPORT_ADVICE } from './export-advice';
import type { ExportApi } from './export-api';
import { formatExportId, parseExportId } from './export-id';
import type { ExportIntent } from './export-plan';
import { markOfExport, readExport } from './export-properties';
import { followToTheEnd, startOnce, type ExportPlace, type ExportProgress } from './export-work';
import type { Outcome, ResourceHandler, Tools } from '../custom-resource/custom-resource';
import { timeoutSeconds, type ResourceRequest } from '../custom-resource/event';
import { InvocationEnding, RequestFailure } from '../custom-resource/failure';
import type { TimeBudget } from '../custom-resource/time-budget';
import { createPersistence } from '../qldb/persistence';
import { asFailure } from '../qldb/work-failure';

/** Opens the control plane at the endpoint that a resource names. @throws RequestFailure for an endpoint that cannot be used */
export type OpenExportApi = (endpoint: unknown, budget: TimeBudget) => { readonly endpoint: string; readonly api: ExportApi };

/** Deliveries of the same event follow each other within the resource's timeout, after which CloudFormation does not listen any more. */
const SLACK = 5 * 60_000;

/** Handles `Custom::QLDBJournalS3Export`. */
export function exportResource(open: OpenExportApi): ResourceHandler {
  return async (request, tools) => {
    if (request.type === 'Delete') {
      tools.log('an export cannot be undone; its objects stay', { physicalId: request.physicalResourceId });
      return { physicalResourceId: request.physicalResourceId };
    }
    const declaration = readExport(request.properties);
    const mark = markOfExport(declaration);
    const previous = request.type === 'Update' ? parseExportId(request.physicalResourceId) : undefined;
    if (previous?.mark === mark) {
      tools.log('nothing has changed that would be exported otherwise', { exportId: previous.exportId });
      return outcomeOf(previous.exportId, mark);
    }
    const createdAfter = new Date(tools.budget.startedAt - timeoutSeconds(request.properties) * 1000 - SLACK);
    return make({ declaration, createdAfter, ...previous && { previous: previous.exportId } }, mark, request, tools, open);
  };
}

async function make(intent: ExportIntent, mark: string, request: ResourceRequest, tools: Tools, open: OpenExportApi): Promise<Outcome> {
  const { budget, log, hop, madeBefore } = tools;
  const { endpoint, api } = open(request.properties.Endpoint, budget);
  const persistence = createPersistence({ budget, log, endpoint, advice: EXPORT_ADVICE, policiesAreNew: hop === 0 });
  const place: ExportPlace = { api, endpoint, budget, persistence, log };
  const known = madeBefore === undefined ? undefined : parseExportId(madeBefore)?.exportId;
  const progress: ExportProgress = { activity: 'beginning', ...known !== undefined && { exportId: known } };
  try {
    const exportId = known ?? await startOnce(place, intent, progress);
    progress.exportId = exportId;
    if (intent.declaration.waitForCompletion) {
      await followToTheEnd(place, intent.declaration.ledgerName, exportId, progress);
    }
    return outcomeOf(exportId, mark);
  } catch (error) {
    const remedy = 'raise the export\'s "timeout" and deploy again';
    const failure = asFailure(error, { activity: progress.activity, lastProblem: persistence.lastProblem, remedy });
    const made = progress.exportId === undefined ? undefined : formatExportId({ exportId: progress.exportId, mark });
    throw failure instanceof InvocationEnding
      ? new InvocationEnding(made)
      : new RequestFailure(failure.message, made, { cause: failure.cause ?? failure });
  }
}

function outcomeOf(exportId: string, mark: string): Outcome {
  return { physicalResourceId: formatExportId({ exportId, mark }), attributes: { ExportId: exportId } };
}
