import { QLDBClient } from '@aws-sdk/client-qldb';
import { VerificationError, type Digest } from 'qldb-server';
import type { LocalStack } from './local-stack';
import { auditJournal, takeDigest, takeReceipt, verifyReceipt, type Receipt } from './receipts';
import { changeStoredText } from './stored-text';
import { VehicleRecords, type RevisionSummary } from './vehicle-records';

const VIN = '1N4AL11D75C109151';

export interface TourSurroundings {
  readonly stack: LocalStack;
  readonly ledger: string;
  /** Runs one step of the progress. */
  readonly step: <T>(title: string, work: () => Promise<T>) => Promise<T>;
  /** Prints a line below the step. */
  readonly line: (text: string) => void;
}

/** What QLDB was bought for, on the deployed ledger: documents, their history, proofs, and what becomes of data that somebody changes. */
export class JournalTour {
  private history: readonly RevisionSummary[] = [];
  private receipt: Receipt | undefined;

  constructor(private readonly surroundings: TourSurroundings) {}

  /** The receipt that `prove` has kept. */
  public get kept(): Receipt {
    if (!this.receipt) {
      throw new Error('no receipt was kept yet');
    }
    return this.receipt;
  }

  /** The history of one document, as it was read. */
  public get documentHistory(): readonly RevisionSummary[] {
    return this.history;
  }

  /** Writes documents with AWS's driver, and shows the history of one. @returns how many revisions there are in all */
  public async writeAndRead(): Promise<number> {
    const { stack, ledger, step, line } = this.surroundings;
    const records = new VehicleRecords(ledger, stack.qldbClient);
    try {
      const documentId = await step('write documents with AWS\'s driver for Node.js', async () => {
        await records.createTable();
        const registered = await records.register(VIN, 'Raul Lewis');
        await records.register('KM8SRDHF6EU074761', 'Brent Logan');
        await records.transfer(VIN, 'Alexis Pena');
        return registered;
      });
      this.history = await step('read the history of one of them', () => records.history(documentId));
      this.history.forEach(({ version, owner, sequenceNo }) => line(`version ${version}  ${owner.padEnd(12)}  block ${sequenceNo}`));
      // The other document has one.
      return this.history.length + 1;
    } finally {
      records.close();
    }
  }

  /** Keeps a digest and a receipt, and verifies it. */
  public async prove(): Promise<void> {
    const { stack, ledger, step, line } = this.surroundings;
    const client = new QLDBClient(stack.qldbClient);
    const digest = await step('keep a digest of the journal', () => takeDigest(client, ledger));
    line(`${digestText(digest)} at block ${digest.tip.sequenceNo}`);
    const [first] = this.history;
    const proof = await step('verify the first revision against it, on this side', async () => {
      this.receipt = await takeReceipt(client, ledger, first!, first!.documentId, digest);
      return verifyReceipt(this.receipt);
    });
    line(`the revision and ${proof} hashes of its proof make the digest`);
    client.destroy();
  }

  /** Changes stored data behind the server's back, shows that verification names the block, and changes it back. */
  public async tamper(): Promise<void> {
    const { stack, ledger, step, line } = this.surroundings;
    const [first] = this.history;
    const change = (from: string, to: string) => () => stack.whileQldbIsDown((directory) => changeStoredText(directory, first!, from, to));
    await step('change one byte in the database, behind the server\'s back', change('Raul', 'Paul'));
    const client = new QLDBClient(stack.qldbClient);
    const found = await step('verify the journal again', () => auditJournal(client, ledger, this.kept.digest).then(() => undefined, (error: unknown) => error));
    if (!(found instanceof VerificationError)) {
      throw new Error('the change was not found', { cause: found });
    }
    line(found.message);
    await step('change the byte back', change('Paul', 'Raul'));
    await step('verify the journal once more', () => auditJournal(client, ledger, this.kept.digest));
    client.destroy();
  }
}

/** As AWS's tools show it. */
export function digestText({ digest }: Digest): string {
  return Buffer.from(digest).toString('base64');
}
