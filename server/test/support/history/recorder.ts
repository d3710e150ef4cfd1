import type { Step } from './action';
import type { RecordedTransaction } from './history';

/** Collects what all clients of one test see, on one sequence of moments. */
export class Recorder {
  readonly transactions: RecordedTransaction[] = [];
  /** How often each error was met. */
  readonly errors = new Map<string, number>();
  private readonly outcomes = { committed: 0, aborted: 0, unknown: 0 };
  private moment = 0;

  now(): number {
    this.moment += 1;
    return this.moment;
  }

  record(transaction: Omit<RecordedTransaction, 'ended'>): void {
    const ended = transaction.outcome === 'unknown' ? Infinity : this.now();
    this.transactions.push({ ...transaction, ended });
    this.outcomes[transaction.outcome] += 1;
  }

  noteError(name: string): void {
    this.errors.set(name, (this.errors.get(name) ?? 0) + 1);
  }

  count(outcome: RecordedTransaction['outcome']): number {
    return this.outcomes[outcome];
  }

  /** For the line that a test prints. */
  summary(): string {
    const readOnly = this.transactions.filter(({ outcome, steps }) => outcome === 'committed' && !steps.some(isWrite)).length;
    const errors = [...this.errors].map(([name, times]) => `${name} ${times}`).join(', ') || 'none';
    return `${this.transactions.length} transactions, ${this.count('committed')} committed (${readOnly} read-only), `
      + `${this.count('aborted')} given up, ${this.count('unknown')} unknown; errors: ${errors}`;
  }
}

export function isWrite({ outcome }: Step): boolean {
  return outcome.kind === 'table' || (outcome.kind === 'written' && outcome.ids.length > 0);
}
