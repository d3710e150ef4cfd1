import { SendCommandCommand, type Page, type SendCommandCommandInput } from '@aws-sdk/client-qldb-session';
import { dumpBinary, load } from 'ion-js';
import type { Place } from './places';

interface QldbHash {
  dot(other: QldbHash): QldbHash;
  getQldbHash(): Uint8Array;
}

/** Not in the driver's types: it is internal there. */
// eslint-disable-next-line @typescript-eslint/no-require-imports
const { QldbHash } = require('amazon-qldb-driver-nodejs/dist/src/QldbHash') as { readonly QldbHash: { toQldbHash(value: string | Uint8Array): QldbHash } };

/** A session by AWS's SDK, each request by itself. Digests are computed by AWS's driver. */
export class SdkSession {
  static async start(place: Pick<Place, 'client'>, LedgerName: string): Promise<SdkSession> {
    const { StartSession } = await place.client().send(new SendCommandCommand({ StartSession: { LedgerName } }));
    return new SdkSession(place, StartSession?.SessionToken ?? '');
  }

  constructor(private readonly place: Pick<Place, 'client'>, readonly token: string) {}

  async send(command: SendCommandCommandInput) {
    return this.place.client().send(new SendCommandCommand({ SessionToken: this.token, ...command }));
  }

  async begin(): Promise<SdkTransaction> {
    const { StartTransaction } = await this.send({ StartTransaction: {} });
    return new SdkTransaction(this, StartTransaction?.TransactionId ?? '');
  }

  async abort(): Promise<void> {
    await this.send({ AbortTransaction: {} });
  }

  async end(): Promise<void> {
    await this.send({ EndSession: {} });
  }

  /** One transaction of some statements; the values of the last. */
  async run(...statements: ReadonlyArray<string | readonly [string, ...unknown[]]>): Promise<readonly unknown[]> {
    const transaction = await this.begin();
    let values: readonly unknown[] = [];
    for (const statement of statements) {
      const [text, ...parameters] = typeof statement === 'string' ? [statement] : statement;
      values = await transaction.execute(text, ...parameters);
    }
    await transaction.commit();
    return values;
  }
}

export class SdkTransaction {
  private digest: QldbHash;
  readIos = 0;
  writeIos = 0;

  constructor(readonly session: SdkSession, readonly id: string) {
    this.digest = QldbHash.toQldbHash(id);
  }

  /** The first page. */
  async send(Statement: string, ...parameters: readonly unknown[]): Promise<Page> {
    const values = parameters.map((parameter) => dumpBinary(parameter));
    this.digest = this.digest.dot(values.reduce((digest, bytes) => digest.dot(QldbHash.toQldbHash(bytes)), QldbHash.toQldbHash(Statement)));
    const { ExecuteStatement } = await this.session.send({
      ExecuteStatement: { TransactionId: this.id, Statement, Parameters: values.map((IonBinary) => ({ IonBinary })) },
    });
    this.count(ExecuteStatement?.ConsumedIOs);
    return ExecuteStatement?.FirstPage ?? {};
  }

  async page(NextPageToken: string | undefined): Promise<Page> {
    const { FetchPage } = await this.session.send({ FetchPage: { TransactionId: this.id, NextPageToken } });
    this.count(FetchPage?.ConsumedIOs);
    return FetchPage?.Page ?? {};
  }

  /** The values of all pages, as JSON has them. */
  async execute(statement: string, ...parameters: readonly unknown[]): Promise<readonly unknown[]> {
    const values: unknown[] = [];
    for (let page = await this.send(statement, ...parameters); ; page = await this.page(page.NextPageToken)) {
      values.push(...valuesOf(page));
      if (page.NextPageToken === undefined) {
        return values;
      }
    }
  }

  get commitDigest(): Uint8Array {
    return this.digest.getQldbHash();
  }

  async commit(CommitDigest = this.commitDigest) {
    const { CommitTransaction } = await this.session.send({ CommitTransaction: { TransactionId: this.id, CommitDigest } });
    return CommitTransaction;
  }

  private count(consumed: { readonly ReadIOs?: number | undefined; readonly WriteIOs?: number | undefined } | undefined): void {
    this.readIos += consumed?.ReadIOs ?? 0;
    this.writeIos += consumed?.WriteIOs ?? 0;
  }
}

export function valuesOf({ Values = [] }: Page): readonly unknown[] {
  return Values.map(({ IonBinary = new Uint8Array() }) => JSON.parse(JSON.stringify(load(IonBinary))) as unknown);
}
