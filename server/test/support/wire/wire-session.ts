import { expectAnswer, type Reply, type SendCommandClient } from './send-command';
import { decode } from '../../../src/ion/decode';
import { encode } from '../../../src/ion/encode';
import type { Value } from '../../../src/ion/value';
import { addStatement, startCommitDigest, statementDigest } from '../../../src/journal/statement-digest';

/** A request that did not get the answer it asked for. */
export class WireError extends Error {
  override readonly name = 'WireError';

  constructor(readonly reply: Exclude<Reply, { readonly kind: 'answered' }>) {
    super(reply.kind === 'refused' ? `${reply.error}: ${reply.message}` : `${reply.kind}: ${reply.cause.message}`);
  }

  /** Name of the service's error, if it was one. */
  get error(): string | undefined {
    return this.reply.kind === 'refused' ? this.reply.error : undefined;
  }
}

/** A session of the session API, and the transactions in it. */
export class WireSession {
  /** @throws WireError */
  static async start(client: SendCommandClient, ledger: string): Promise<WireSession> {
    const { SessionToken } = answerOf(await client.send({ StartSession: { LedgerName: ledger } }), 'StartSession');
    return new WireSession(client, String(SessionToken));
  }

  private constructor(private readonly client: SendCommandClient, readonly token: string) {}

  /** @throws WireError */
  async begin(): Promise<WireTransaction> {
    const { TransactionId } = await this.command('StartTransaction', {});
    return new WireTransaction(this, String(TransactionId));
  }

  /** @throws WireError */
  async abort(): Promise<void> {
    await this.command('AbortTransaction', {});
  }

  /** @throws WireError */
  async end(): Promise<void> {
    await this.command('EndSession', {});
  }

  /** Begins, works, commits. @throws WireError, and what `work` throws after an abort */
  async transact<T>(work: (transaction: WireTransaction) => Promise<T>): Promise<T> {
    const transaction = await this.begin();
    try {
      const result = await work(transaction);
      await transaction.commit();
      return result;
    } catch (error) {
      await this.abort().catch(() => undefined);
      throw error;
    }
  }

  /** One transaction of one statement. */
  async run(statement: string, ...parameters: readonly Value[]): Promise<readonly Value[]> {
    return this.transact((transaction) => transaction.execute(statement, ...parameters));
  }

  /** @throws WireError */
  async command(subcommand: string, members: object): Promise<Readonly<Record<string, unknown>>> {
    return answerOf(await this.client.send({ SessionToken: this.token, [subcommand]: members }), subcommand);
  }
}

/** An open transaction. It folds the commit digest as drivers do. */
export class WireTransaction {
  private digest: Buffer;

  constructor(private readonly session: WireSession, readonly id: string) {
    this.digest = startCommitDigest(id);
  }

  /** All rows of the statement, however many pages they take. @throws WireError */
  async execute(statement: string, ...parameters: readonly Value[]): Promise<readonly Value[]> {
    return this.executeEncoded(statement, parameters.map((parameter) => encode(parameter)));
  }

  /** The same with parameters that are Ion binary already. @throws WireError */
  async executeEncoded(statement: string, parameters: readonly Buffer[]): Promise<readonly Value[]> {
    this.digest = addStatement(this.digest, statementDigest(statement, parameters));
    const { FirstPage } = await this.session.command('ExecuteStatement', {
      TransactionId: this.id,
      Statement: statement,
      Parameters: parameters.map((parameter) => ({ IonBinary: parameter.toString('base64') })),
    });
    let page = FirstPage as Page;
    const values = [...page.Values];
    while (page.NextPageToken !== undefined) {
      ({ Page: page } = await this.session.command('FetchPage', { TransactionId: this.id, NextPageToken: page.NextPageToken }) as { Page: Page });
      values.push(...page.Values);
    }
    return values.map(({ IonBinary }) => decode(Buffer.from(IonBinary, 'base64')));
  }

  /** May be called again, as a driver does whose first request got no answer. @throws WireError */
  async commit(): Promise<void> {
    const CommitDigest = this.digest.toString('base64');
    const answer = await this.session.command('CommitTransaction', { TransactionId: this.id, CommitDigest });
    if (answer.TransactionId !== this.id || answer.CommitDigest !== CommitDigest) {
      throw new Error(`the commit of transaction ${this.id} was answered with ${JSON.stringify(answer)}`);
    }
  }
}

interface Page {
  readonly Values: ReadonlyArray<{ readonly IonBinary: string }>;
  readonly NextPageToken?: string;
}

function answerOf(reply: Reply, subcommand: string): Readonly<Record<string, unknown>> {
  if (reply.kind !== 'answered') {
    throw new WireError(reply);
  }
  return expectAnswer(reply, subcommand);
}
