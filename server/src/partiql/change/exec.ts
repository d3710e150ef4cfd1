import { fieldOf, int, string, structOf, type Value } from '../../ion/value';
import type { Exec } from '../ast';
import type { RevisionReference } from '../data-source';
import { PartiqlError, type Position } from '../error';
import { evaluate, rootEnvironment } from '../eval/environment';
import type { Statement } from '../eval/statement';

const USAGE = "write EXEC REDACT_REVISION `{strandId: \"…\", sequenceNo: …}`, 'tableId', 'documentId'";

/**
 * EXEC. QLDB had one stored procedure, which marks the data of an old revision for deletion.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/ql-stored-procedures.redact_revision.html
 */
export async function runExec(exec: Exec, statement: Statement): Promise<readonly Value[]> {
  if (exec.procedure !== 'redact_revision') {
    throw new PartiqlError('Semantic', `No such stored procedure: ${exec.procedure}; there is redact_revision`, exec.at);
  }
  const { strandId, sequenceNo, tableId, documentId, version } = await statement.context.data.redact(await readReference(exec, statement));
  statement.writeIos += 1;
  return [structOf({
    blockAddress: structOf({ strandId: string(strandId), sequenceNo: int(sequenceNo) }),
    tableId: string(tableId),
    documentId: string(documentId),
    version: int(version),
  })];
}

async function readReference(exec: Exec, statement: Statement): Promise<RevisionReference> {
  const [address, table, document] = exec.arguments;
  if (address === undefined || table === undefined || document === undefined || exec.arguments.length > 3) {
    throw new PartiqlError('Semantic', `redact_revision takes exactly 3 arguments, received: ${exec.arguments.length}; ${USAGE}`, exec.at);
  }
  const environment = rootEnvironment(statement);
  return {
    ...readAddress(await evaluate(address, environment), address.at),
    tableId: readText(await evaluate(table, environment), 'the id of the table', table.at),
    documentId: readText(await evaluate(document, environment), 'the id of the document', document.at),
  };
}

function readAddress(address: Value, at: Position): Pick<RevisionReference, 'strandId' | 'sequenceNo'> {
  if (address.kind !== 'struct') {
    throw new PartiqlError('Evaluator', `redact_revision needs the address of a block as a struct; received a value of type ${address.kind}; ${USAGE}`, at);
  }
  const sequenceNo = fieldOf(address, 'sequenceNo');
  const isNumber = sequenceNo?.kind === 'int' && sequenceNo.value >= 0n && sequenceNo.value <= BigInt(Number.MAX_SAFE_INTEGER);
  if (!isNumber) {
    throw new PartiqlError('Evaluator', `redact_revision needs an address whose 'sequenceNo' is an integer from 0; ${USAGE}`, at);
  }
  return { strandId: readText(fieldOf(address, 'strandId'), "an address whose 'strandId'", at), sequenceNo: Number(sequenceNo.value) };
}

function readText(value: Value | undefined, what: string, at: Position): string {
  if (value?.kind !== 'string' && value?.kind !== 'symbol') {
    const received = value === undefined ? 'is missing' : `is a value of type ${value.kind}`;
    throw new PartiqlError('Evaluator', `redact_revision needs ${what} as a string; it ${received}; ${USAGE}`, at);
  }
  return value.value;
}
