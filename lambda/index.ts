import { systemClock } from './custom-resource/clock';
import { invokeSelfAsynchronously } from './custom-resource/continuation';
import { handleEvent, type InvocationContext } from './custom-resource/custom-resource';
import { putOverHttp } from './custom-resource/response';
import type { TimeBudget } from './custom-resource/time-budget';
import { streamResource } from './journal-kinesis-stream/journal-kinesis-stream';
import { streamApi } from './journal-kinesis-stream/stream-api';
import { exportApi } from './journal-s3-export/export-api';
import { exportResource } from './journal-s3-export/journal-s3-export';
import { ledgerResource } from './ledger/ledger';
import { ledgerApi } from './ledger/ledger-api';
import { connect, readEndpoint } from './qldb/qldb';
import { JOURNAL_KINESIS_STREAM_RESOURCE_TYPE, JOURNAL_S3_EXPORT_RESOURCE_TYPE, LEDGER_RESOURCE_TYPE } from '../src/private/contract';

/** The function behind the library's custom resources: takes CloudFormation's event and answers it once. */
export async function handler(event: unknown, context: InvocationContext): Promise<void> {
  await handleEvent(event, context, {
    clock: systemClock,
    put: putOverHttp,
    invokeSelf: invokeSelfAsynchronously,
    writeLine: (line) => { console.log(line); },
    resources: {
      [LEDGER_RESOURCE_TYPE]: ledgerResource(opening((endpoint, signal) => ledgerApi(connect(endpoint, process.env), signal))),
      [JOURNAL_KINESIS_STREAM_RESOURCE_TYPE]: streamResource(opening((endpoint, signal) =>
        streamApi(connect(endpoint, process.env), connect(endpoint, process.env, 1), signal))),
      [JOURNAL_S3_EXPORT_RESOURCE_TYPE]: exportResource(opening((endpoint, signal) =>
        exportApi(connect(endpoint, process.env), connect(endpoint, process.env, 1), signal))),
    },
  });
}

/** Opens the API of a resource at the endpoint that the resource names. */
function opening<T>(open: (endpoint: string, signal: () => AbortSignal) => T) {
  return (declared: unknown, budget: TimeBudget) => {
    const endpoint = readEndpoint(declared, process.env);
    return { endpoint, api: open(endpoint, budget.callSignal) };
  };
}
