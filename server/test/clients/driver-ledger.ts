import { CreateLedgerCommand, type QLDBClient } from '@aws-sdk/client-qldb';
import { QldbDriver, type RetryConfig, type TransactionExecutor } from 'amazon-qldb-driver-nodejs';
import { dumpText, type dom } from 'ion-js';
import type { QldbServer, QldbServerOptions } from '../../src';
import { sdkClient } from '../support/clients';
import { TestServers, type Engine } from '../support/engines';

export interface DriverSettings {
  readonly ledger?: string;
  readonly maxConcurrentTransactions?: number;
  readonly retryConfig?: RetryConfig;
}

/** A server with one ledger, and AWS's drivers for it: nothing is set on them but endpoint, Region and credentials. */
export class DriverLedger {
  static async open(engine: Engine, options: QldbServerOptions = {}): Promise<DriverLedger> {
    const servers = new TestServers(engine);
    const server = await servers.start({ ...options, timings: { ledgerCreation: 0, ledgerDeletion: 0, redaction: 0, ...options.timings } });
    const ledger = new DriverLedger(servers, server);
    await ledger.client.send(new CreateLedgerCommand({ Name: ledger.name, PermissionsMode: 'STANDARD', DeletionProtection: false }));
    return ledger;
  }

  readonly name = 'vehicle-registration';
  /** AWS's client of the control plane. */
  readonly client: QLDBClient;
  private readonly drivers: QldbDriver[] = [];
  private shared: QldbDriver | undefined;
  private tables = 0;

  private constructor(private readonly servers: TestServers, readonly server: QldbServer) {
    this.client = sdkClient(server.endpoint);
  }

  /** A driver of its own, closed with the ledger. */
  newDriver({ ledger = this.name, maxConcurrentTransactions = 0, retryConfig }: DriverSettings = {}): QldbDriver {
    const options = { endpoint: this.server.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } };
    const driver = new QldbDriver(ledger, options, {}, maxConcurrentTransactions, retryConfig);
    this.drivers.push(driver);
    return driver;
  }

  get driver(): QldbDriver {
    this.shared ??= this.newDriver();
    return this.shared;
  }

  /** One transaction. */
  async transaction<T>(work: (transaction: TransactionExecutor) => Promise<T>): Promise<T> {
    return this.driver.executeLambda(work);
  }

  /** One statement in a transaction of its own. */
  async values(statement: string, ...parameters: readonly unknown[]): Promise<readonly dom.Value[]> {
    return (await this.transaction((transaction) => transaction.execute(statement, ...parameters))).getResultList();
  }

  /** The same as Ion text, in which types, precision and annotations show. Sorted: a result is a bag. */
  async rows(statement: string, ...parameters: readonly unknown[]): Promise<readonly string[]> {
    return texts(await this.values(statement, ...parameters));
  }

  /** The same where there is one result. */
  async row(statement: string, ...parameters: readonly unknown[]): Promise<string> {
    const rows = await this.rows(statement, ...parameters);
    expect(rows).toHaveLength(1);
    return rows[0] as string;
  }

  /** The value of an expression. On the wire each stands in a SELECT. */
  async evaluate(expression: string, ...parameters: readonly unknown[]): Promise<string> {
    return this.row(`SELECT VALUE ${expression} FROM << 0 >>`, ...parameters);
  }

  /** A new table with documents in it. Its indexes come first, as the developer guide advises. */
  async table(documents: readonly object[] = [], indexes: readonly string[] = []): Promise<string> {
    this.tables += 1;
    const name = `Table${this.tables}`;
    await this.values(`CREATE TABLE ${name}`);
    await this.transaction(async (transaction) => {
      for (const field of indexes) {
        await transaction.execute(`CREATE INDEX ON ${name} (${field})`);
      }
    });
    for (let first = 0; first < documents.length; first += 40) {
      await this.values(`INSERT INTO ${name} ?`, documents.slice(first, first + 40));
    }
    return name;
  }

  async tableId(name: string): Promise<string> {
    const [id] = await this.values('SELECT VALUE tableId FROM information_schema.user_tables WHERE name = ? AND status = \'ACTIVE\'', name);
    return id?.stringValue() ?? '';
  }

  async close(): Promise<void> {
    this.drivers.forEach((driver) => driver.close());
    this.client.destroy();
    await this.servers.closeAll();
  }
}

export function texts(values: readonly dom.Value[]): readonly string[] {
  return values.map((value) => dumpText(value)).sort();
}

/** What a struct has under a name, as text. */
export function textAt(value: dom.Value | undefined, ...path: readonly string[]): string {
  return value?.get(...path)?.stringValue() ?? '';
}
