import { systemClock } from './clock';
import { invokeSelfAsynchronously } from './continuation';
import { handleEvent, type InvocationContext } from './custom-resource';
import { ledgerResource } from './ledger';
import { ledgerApi } from './ledger-api';
import { connect, readEndpoint } from './qldb';
import { putOverHttp } from './response';
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
