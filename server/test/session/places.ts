import { CreateLedgerCommand } from '@aws-sdk/client-qldb';
import { QLDBSessionClient } from '@aws-sdk/client-qldb-session';
import type { QldbServer, QldbServerOptions } from '../../src';
import { sdkClient } from '../support/clients';
import { TestServers, type TestStorage } from '../support/engines';

/** Where sessions are served: both engines, and two servers over one database that take turns at every request. */
export const PLACES = ['pglite', 'postgresql', 'two servers over one postgresql'] as const;

export type PlaceName = (typeof PLACES)[number];

export class Place {
  /** @param given where there are ledgers already @default - a storage of its own */
  static async open(name: PlaceName, options: QldbServerOptions = {}, given?: TestStorage): Promise<Place> {
    const servers = new TestServers(name === 'pglite' ? 'pglite' : 'postgresql');
    const storage = given ?? await servers.storage();
    const all = {
      ...options,
      timings: { ledgerCreation: 0, ledgerDeletion: 0, ...options.timings },
      quotas: { activeLedgers: 100, ...options.quotas },
    };
    const opened = [await servers.start(all, storage)];
    if (name === PLACES[2]) {
      opened.push(await servers.start(all, storage));
    }
    return new Place(servers, opened);
  }

  private readonly clients: readonly QLDBSessionClient[];
  private turn = 0;

  private constructor(private readonly own: TestServers, readonly servers: readonly QldbServer[]) {
    this.clients = servers.map(({ endpoint }) => new QLDBSessionClient({
      endpoint, region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' }, maxAttempts: 1,
    }));
  }

  get endpoint(): string {
    return this.servers[0]?.endpoint ?? '';
  }

  /** AWS's client, of another server each time. */
  client(): QLDBSessionClient {
    this.turn += 1;
    return this.clients[this.turn % this.clients.length] as QLDBSessionClient;
  }

  async createLedger(Name: string): Promise<string> {
    const client = sdkClient(this.endpoint);
    await client.send(new CreateLedgerCommand({ Name, PermissionsMode: 'STANDARD', DeletionProtection: false }));
    client.destroy();
    return Name;
  }

  async close(): Promise<void> {
    this.clients.forEach((client) => client.destroy());
    await this.own.closeAll();
  }
}
