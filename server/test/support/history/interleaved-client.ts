import type { Action, Outcome, Step } from './action';
import type { Recorder } from './recorder';
import { performRecorded } from './recording-client';
import { WireError, type WireSession, type WireTransaction } from '../wire/wire-session';

/** A client whose transactions are led step by step, so that a test decides how those of several clients interleave. */
export class InterleavedClient {
  private open: { readonly transaction: WireTransaction; readonly began: number; readonly steps: Step[]; readonly commitsBefore: number } | undefined;

  constructor(private readonly session: WireSession, private readonly recorder: Recorder) {}

  /** Begins a transaction where none is open. */
  async perform(action: Action): Promise<Outcome> {
    const { transaction, steps } = this.open ??= await this.begin();
    return performRecorded(transaction, steps, action);
  }

  /** @throws Error on a conflict when nobody else has committed since the transaction began */
  async commit(): Promise<void> {
    const { open } = this;
    if (!open) {
      return;
    }
    this.open = undefined;
    const { transaction: { id }, began, steps } = open;
    try {
      await open.transaction.commit();
      this.recorder.record({ id, began, steps, outcome: 'committed' });
    } catch (error) {
      if (!(error instanceof WireError) || error.error !== 'OccConflictException') {
        throw error;
      }
      this.recorder.record({ id, began, steps, outcome: 'aborted' });
      if (this.recorder.count('committed') === open.commitsBefore) {
        throw new Error(`a conflict with nobody: ${JSON.stringify(steps)}`, { cause: error });
      }
    }
  }

  async abort(): Promise<void> {
    const { open } = this;
    if (open) {
      this.open = undefined;
      await this.session.abort();
      this.recorder.record({ id: open.transaction.id, began: open.began, steps: open.steps, outcome: 'aborted' });
    }
  }

  private async begin() {
    const began = this.recorder.now();
    const commitsBefore = this.recorder.count('committed');
    return { transaction: await this.session.begin(), began, steps: [], commitsBefore };
  }
}
