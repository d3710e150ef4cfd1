import { send } from '../clients';
import { eventually } from '../eventually';

/** Creates a ledger and waits until it can be used. */
export async function createLedger(endpoint: string, name: string): Promise<void> {
  const { status, text } = await send(endpoint, 'POST', '/ledgers', { Name: name, PermissionsMode: 'STANDARD' });
  if (status !== 200) {
    throw new Error(`CreateLedger was answered with ${status} ${text}`);
  }
  await eventually(() => send(endpoint, 'GET', `/ledgers/${name}`), ({ json }) => json?.State === 'ACTIVE');
}
