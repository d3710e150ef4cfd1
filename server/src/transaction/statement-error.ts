/** A statement that is well formed and cannot be done: what it asks for is not there, is there already, or is beyond a limit. */
export class StatementError extends Error {
  override readonly name = 'StatementError';
}

/** The transaction has been open for longer than it may be. */
export class TransactionExpiredError extends Error {
  override readonly name = 'TransactionExpiredError';

  constructor(readonly transactionId: string) {
    // Drivers recognise these words: Java wants the text to start with 'Transaction', Go and .NET want white space around the id.
    // https://docs.aws.amazon.com/qldb/latest/developerguide/driver-errors.html
    super(`Transaction ${transactionId} has expired`);
  }
}
