import { Token } from 'aws-cdk-lib';
import { DEPLOYMENT, LEDGER_CREATION } from './private/contract';

/**
 * A moment in a ledger's journal, at which a stream or an export starts or ends.
 *
 * @example
 * JournalTime.at(new Date('2026-01-01T00:00:00Z'));
 * JournalTime.fromIsoString('2026-01-01T00:00:00Z');
 */
export class JournalTime {
  /**
   * A moment that is known now.
   *
   * Python: the `datetime` needs a time zone.
   *
   * @param date the moment, to the millisecond
   */
  public static at(date: Date): JournalTime {
    return new JournalTime(Number.isNaN(date.getTime()) ? String(date) : date.toISOString());
  }

  /**
   * A moment as ISO 8601 text: a date, for its beginning in UTC, or a date and a time with `Z` or an offset, such as
   * `2026-01-01T12:00:00+01:00`. It may be a token; then the function reads it.
   *
   * @param text the moment, to the millisecond
   */
  public static fromIsoString(text: string): JournalTime {
    return new JournalTime(text);
  }

  /** When the ledger was created. Nothing in its journal is older. */
  public static ledgerCreation(): JournalTime {
    return new JournalTime(LEDGER_CREATION);
  }

  /** The moment of the request: of each export, or of the creation of a stream. Always after the ledger's creation. */
  public static deployment(): JournalTime {
    return new JournalTime(DEPLOYMENT);
  }

  private constructor(private readonly text: string) {}

  /**
   * Whether the moment is known at synthesis, or ought to be.
   *
   * @internal
   */
  public get _isFixed(): boolean {
    return !Token.isUnresolved(this.text) && this.text !== LEDGER_CREATION && this.text !== DEPLOYMENT;
  }

  /**
   * As it stands in the template.
   *
   * @internal
   */
  public get _text(): string {
    return this.text;
  }
}
