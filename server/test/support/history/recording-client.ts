import type { Action, Change, Condition, Document, FoundDocument, Outcome, Step } from './action';
import type { Recorder } from './recorder';
import { outcomeOf, statementOf } from './statements';
import type { SendCommandClient } from '../wire/send-command';
import { WireError, WireSession, type WireTransaction } from '../wire/wire-session';

/** A transaction's statements. */
export interface Statements {
  perform(action: Action): Promise<Outcome>;
  select(table: string, where: Condition, view?: 'user' | 'committed'): Promise<readonly FoundDocument[]>;
  count(table: string, where: Condition): Promise<number>;
  insert(table: string, document: Document): Promise<string>;
  update(table: string, where: Condition, ...changes: readonly Change[]): Promise<void>;
  remove(table: string, where: Condition): Promise<void>;
}

/** What a client does in one transaction. Throwing `GiveUp` ends it without a commit. */
export type Program = (statements: Statements) => Promise<void>;

/** A program's own wish not to commit. */
export class GiveUp extends Error {}

export type Ending = 'committed' | 'aborted' | 'unknown';

export interface RecordingClientOptions {
  readonly recorder: Recorder;
  readonly commands: SendCommandClient;
  readonly ledger: string;
  /** How often a commit without an answer is sent again, as the drivers of some languages do. @default 0 */
  readonly commitRetries?: number;
}

const MAX_FAILURES_TO_BEGIN = 1_000;

/** One client with one session at a time that records each of its transactions. */
export class RecordingClient {
  private session: WireSession | undefined;
  private failuresToBegin = 0;

  constructor(private readonly options: RecordingClientOptions) {}

  async transact(program: Program): Promise<Ending> {
    const { recorder } = this.options;
    const began = recorder.now();
    const transaction = await this.begin().catch((error: unknown) => void this.failToBegin(error));
    if (!transaction) {
      return 'aborted';
    }
    this.failuresToBegin = 0;
    const steps: Step[] = [];
    const outcome = await this.run(transaction, program, steps);
    recorder.record({ id: transaction.id, began, steps, outcome });
    return outcome;
  }

  /** Until it is committed. */
  async transactAgain(program: Program, times = 100): Promise<void> {
    for (let attempt = 0; attempt < times; attempt += 1) {
      if (await this.transact(program) === 'committed') {
        return;
      }
    }
    throw new Error(`not committed after ${times} attempts; errors: ${this.options.recorder.summary()}`);
  }

  private async begin(): Promise<WireTransaction> {
    const { commands, ledger } = this.options;
    if (this.session) {
      try {
        return await this.session.begin();
      } catch (error) {
        // The session's life is over: nothing of it is left to lose.
        this.fail(error);
      }
    }
    this.session = await WireSession.start(commands, ledger);
    return this.session.begin();
  }

  private async run(transaction: WireTransaction, program: Program, steps: Step[]): Promise<Ending> {
    try {
      await program(statementsOf(transaction, steps));
    } catch (error) {
      if (!(error instanceof GiveUp)) {
        this.fail(error);
      }
      await this.abort();
      return 'aborted';
    }
    return this.commit(transaction);
  }

  private async commit(transaction: WireTransaction): Promise<Ending> {
    for (let retries = this.options.commitRetries ?? 0; ; retries -= 1) {
      try {
        await transaction.commit();
        return 'committed';
      } catch (error) {
        const { kind } = this.fail(error).reply;
        if (kind === 'refused') {
          await this.abort();
          return 'aborted';
        }
        if (retries === 0) {
          this.session = undefined;
          return 'unknown';
        }
      }
    }
  }

  private async abort(): Promise<void> {
    await this.session?.abort().catch((error: unknown) => {
      this.fail(error);
      this.session = undefined;
    });
  }

  private failToBegin(error: unknown): void {
    this.failuresToBegin += 1;
    if (this.fail(error) && this.failuresToBegin > MAX_FAILURES_TO_BEGIN) {
      throw new Error(`there is no server any more: ${this.failuresToBegin} times no transaction could begin`, { cause: error });
    }
  }

  /** Notes an error of the service or of the connection; anything else is a fault of the test. */
  private fail(error: unknown): WireError {
    if (!(error instanceof WireError)) {
      throw error;
    }
    const { reply } = error;
    this.options.recorder.noteError(reply.kind === 'refused' ? reply.error : reply.kind);
    if (reply.kind !== 'refused' || reply.error === 'InvalidSessionException') {
      this.session = reply.kind === 'refused' && reply.message.startsWith('Transaction ') ? this.session : undefined;
    }
    return error;
  }
}

/** Sends a statement, and notes what it was answered with. @throws WireError when it was not answered */
export async function performRecorded(transaction: WireTransaction, steps: Step[], action: Action): Promise<Outcome> {
  const { text, parameters } = statementOf(action);
  const outcome = await transaction.execute(text, ...parameters).then(
    (rows) => outcomeOf(action, rows),
    (error: unknown): Outcome => {
      if (error instanceof WireError && error.error === 'BadRequestException') {
        return { kind: 'refused', message: error.message };
      }
      throw error;
    },
  );
  steps.push({ action, outcome });
  return outcome;
}

function statementsOf(transaction: WireTransaction, steps: Step[]): Statements {
  const perform = (action: Action) => performRecorded(transaction, steps, action);
  return {
    perform,
    async select(table, where, view = 'user') {
      return expectKind(await perform({ kind: 'select', table, where, view }), 'found').documents;
    },
    async count(table, where) {
      return expectKind(await perform({ kind: 'count', table, where }), 'counted').count;
    },
    async insert(table, document) {
      return String(expectKind(await perform({ kind: 'insert', table, document }), 'written').ids[0]);
    },
    async update(table, where, ...changes) {
      expectKind(await perform({ kind: 'update', table, where, changes, form: 'update' }), 'written');
    },
    async remove(table, where) {
      expectKind(await perform({ kind: 'delete', table, where }), 'written');
    },
  };
}

function expectKind<K extends Outcome['kind']>(outcome: Outcome, kind: K): Extract<Outcome, { kind: K }> {
  if (outcome.kind !== kind) {
    throw new Error(`a statement of the workload was answered with ${JSON.stringify(outcome)}`);
  }
  return outcome as Extract<Outcome, { kind: K }>;
}
