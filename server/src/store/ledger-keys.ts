import { now } from './database-clock';
import type { Queries } from './store';
import { AWS_OWNED_KEY } from '../model/aws-owned-key';

/** The keys of the customer's that ledgers of the account use. */
export async function keysInUse(queries: Queries, account: number): Promise<readonly string[]> {
  const rows = await queries.selectFrom('ledger').select('kms_key_arn').distinct()
    .where('account', '=', account).where('kms_key_arn', 'is not', null).where('kms_key_arn', '!=', AWS_OWNED_KEY)
    .where('gone_at', 'is', null).orderBy('kms_key_arn').execute();
  return rows.flatMap(({ kms_key_arn }) => kms_key_arn ?? []);
}

/** Notes on the ledgers with this key that it is accessible, or since when it is not. A ledger that knows already stays as it is. */
export async function noteKeyAccess(queries: Queries, account: number, keyArn: string, accessible: boolean): Promise<void> {
  await queries.updateTable('ledger')
    .set({ kms_key_inaccessible_at: accessible ? null : now })
    .where('account', '=', account).where('kms_key_arn', '=', keyArn)
    .where('kms_key_inaccessible_at', accessible ? 'is not' : 'is', null)
    .execute();
}
