import { SendCommandClient } from '../../server/test/support/wire/send-command';
import { WireSession } from '../../server/test/support/wire/wire-session';

/** A session of the session API by plain requests, so that a benchmark measures the server and not a driver. */
export class RawSession {
  static async start(endpoint: string, ledger: string): Promise<RawSession> {
    const commands = new SendCommandClient(() => endpoint);
    return new RawSession(commands, await WireSession.start(commands, ledger));
  }

  private constructor(private readonly commands: SendCommandClient, private readonly session: WireSession) {}

  /** One transaction of one statement: three requests. */
  async transact(statement: string, ...parameters: readonly Buffer[]): Promise<void> {
    await this.session.transact((transaction) => transaction.executeEncoded(statement, parameters));
  }

  close(): void {
    this.commands.close();
  }
}
