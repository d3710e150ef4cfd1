import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateLedgerCommand, DescribeLedgerCommand, ListTagsForResourceCommand, TagResourceCommand, UpdateLedgerPermissionsModeCommand,
  type PermissionsMode,
} from '@aws-sdk/client-qldb';
import { sdkClient } from '../support/clients';
import { ENGINES, newStorage } from '../support/engines';
import { ServerProcess, storageFlags } from '../support/server-process';

const KILLS = process.env.CDK_QLDB_FULL ? 50 : 5;
const WRITERS = 4;

/** What a writer was told has happened to its ledger. */
interface Acknowledged {
  count: number;
  mode: PermissionsMode;
}

describe.each(ENGINES)('kill -9 on %s', (engine) => {
  test(`loses nothing that was acknowledged, ${KILLS} times under load`, async () => {
    const storage = await newStorage(engine);
    const ledgers = new Map<string, Acknowledged>();
    try {
      for (let round = 1; round <= KILLS; round += 1) {
        const server = await ServerProcess.start([...storageFlags(storage), '--max-ledgers', '1000']);
        await expectAll(server.endpoint, ledgers);
        const writers = Array.from({ length: WRITERS }, (_, index) => write(server.endpoint, `round-${round}-writer-${index}`, ledgers));
        // After a number of changes that differs each time, in the middle of others.
        while (changesOf(ledgers, round) < 7 + round * 3) {
          await sleep(1);
        }
        await server.stop('SIGKILL');
        await Promise.all(writers);
      }
      const last = await ServerProcess.start(storageFlags(storage));
      await expectAll(last.endpoint, ledgers);
      await last.stop();
      expect(ledgers.size).toBeGreaterThanOrEqual(KILLS);
    } finally {
      await storage.remove();
    }
  }, 60_000 + KILLS * 20_000);
});

/** Changes one ledger until the server is gone, and notes each change once it is acknowledged. */
async function write(endpoint: string, name: string, ledgers: Map<string, Acknowledged>): Promise<void> {
  const client = sdkClient(endpoint);
  try {
    const { Arn } = await client.send(new CreateLedgerCommand({ Name: name, PermissionsMode: 'STANDARD' }));
    const acknowledged: Acknowledged = { count: 1, mode: 'STANDARD' };
    ledgers.set(name, acknowledged);
    for (;;) {
      await client.send(new TagResourceCommand({ ResourceArn: Arn, Tags: { count: String(acknowledged.count + 1) } }));
      acknowledged.count += 1;
      const mode = acknowledged.count % 2 ? 'STANDARD' : 'ALLOW_ALL';
      await client.send(new UpdateLedgerPermissionsModeCommand({ Name: name, PermissionsMode: mode }));
      acknowledged.mode = mode;
    }
  } catch (error) {
    // The only end there is: the connection breaks.
    expect((error as { readonly $response?: unknown }).$response).toBeUndefined();
  } finally {
    client.destroy();
  }
}

function changesOf(ledgers: ReadonlyMap<string, Acknowledged>, round: number): number {
  return [...ledgers].filter(([name]) => name.startsWith(`round-${round}-`)).reduce((sum, [, { count }]) => sum + count, 0);
}

/** Of a change that was under way either outcome is right, and no other. */
async function expectAll(endpoint: string, ledgers: ReadonlyMap<string, Acknowledged>): Promise<void> {
  const client = sdkClient(endpoint);
  for (const [Name, { count, mode }] of ledgers) {
    const { PermissionsMode, Arn } = await client.send(new DescribeLedgerCommand({ Name }));
    const { Tags } = await client.send(new ListTagsForResourceCommand({ ResourceArn: Arn }));
    const tagged = Number(Tags?.count ?? 1);
    expect([count, count + 1]).toContain(tagged);
    // The mode follows the tag, so it may only be ahead of its acknowledgement when the tag is not.
    expect(tagged === count ? [mode, count % 2 ? 'STANDARD' : 'ALLOW_ALL'] : [mode]).toContain(PermissionsMode);
  }
  client.destroy();
}
