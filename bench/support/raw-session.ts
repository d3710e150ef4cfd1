import { Agent, request } from 'node:http';
import { addStatement, startCommitDigest, statementDigest } from '../../server/src/journal/statement-digest';

type Answer = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** A session of the session API by plain requests, so that a benchmark measures the server and not a driver. */
export class RawSession {
  static async start(endpoint: string, ledger: string): Promise<RawSession> {
    const session = new RawSession(endpoint);
    const { StartSession } = await session.send({ StartSession: { LedgerName: ledger } });
    session.token = String(StartSession?.SessionToken);
    return session;
  }

  private readonly agent = new Agent({ keepAlive: true, maxSockets: 1 });
  private token: string | undefined;

  private constructor(private readonly endpoint: string) {}

  /** One transaction of one statement. */
  async transact(statement: string, ...parameters: readonly Buffer[]): Promise<void> {
    const { StartTransaction } = await this.send({ StartTransaction: {} });
    const transactionId = String(StartTransaction?.TransactionId);
    await this.send({
      ExecuteStatement: {
        TransactionId: transactionId,
        Statement: statement,
        Parameters: parameters.map((parameter) => ({ IonBinary: parameter.toString('base64') })),
      },
    });
    const digest = addStatement(startCommitDigest(transactionId), statementDigest(statement, parameters));
    await this.send({ CommitTransaction: { TransactionId: transactionId, CommitDigest: digest.toString('base64') } });
  }

  close(): void {
    this.agent.destroy();
  }

  private async send(command: object): Promise<Answer> {
    const body = JSON.stringify({ SessionToken: this.token, ...command });
    return new Promise((resolve, reject) => {
      const call = request(this.endpoint, {
        method: 'POST',
        agent: this.agent,
        headers: {
          'content-type': 'application/x-amz-json-1.0',
          'content-length': Buffer.byteLength(body),
          'x-amz-target': 'QLDBSession.SendCommand',
        },
      }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          if (response.statusCode === 200) {
            resolve(JSON.parse(text) as Answer);
          } else {
            reject(new Error(`${response.statusCode} ${text}`));
          }
        });
      });
      call.once('error', reject);
      call.end(body);
    });
  }
}
