import { systemClock } from './custom-resource/clock';
import { invokeSelfAsynchronously } from './custom-resource/continuation';
import { handleEvent, type InvocationContext } from './custom-resource/custom-resource';
import { putOverHttp } from './custom-resource/response';
import { ledgerResource } from './ledger/ledger';
import { ledgerApi } from './ledger/ledger-api';
import { connect, readEndpoint } from './qldb/qldb';
import { LEDGER_RESOURCE_TYPE } from '../src/private/contract';

/** The function behind the library's custom resources: takes CloudFormation's event and answers it once. */
export async function handler(event: unknown, context: InvocationContext): Promise<void> {
  await handleEvent(event, context, {
    clock: systemClock,
    put: putOverHttp,
    invokeSelf: invokeSelfAsynchronously,
    writeLine: (line) => { console.log(line); },
    resources: {
      [LEDGER_RESOURCE_TYPE]: ledgerResource((declared, budget) => {
        const endpoint = readEndpoint(declared, process.env);
        return { endpoint, api: ledgerApi(connect(endpoint, process.env), budget.callSignal) };
      }),
    },
  });
}
