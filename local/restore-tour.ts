import { QLDBClient } from '@aws-sdk/client-qldb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { readObject } from './exported-journal';
import { digestText, type TourSurroundings } from './journal-tour';
import { runQldbProgram, type ProgramRun } from './qldb-program';
import { takeDigest, verifyReceipt, type Receipt } from './receipts';
import { VehicleRecords, type RevisionSummary } from './vehicle-records';

/** What is left of a ledger that was destroyed: the export of its journal, and what was kept elsewhere. */
export interface Remains {
  readonly bucket: string;
  /** Where the export lies in the bucket. */
  readonly prefix: string;
  /** Keys of its objects with blocks. */
  readonly keys: readonly string[];
  readonly receipt: Receipt;
  readonly history: readonly RevisionSummary[];
}

/** Brings a ledger back that was destroyed, from the export of its journal. */
export class RestoreTour {
  constructor(private readonly surroundings: TourSurroundings, private readonly remains: Remains) {}

  /** Verifies the export, changes a byte of it, has that found, and changes it back. */
  public async verify(): Promise<void> {
    const { step, line } = this.surroundings;
    const verified = await step('qldb-server verify: what the export proves', () => this.program('verify', 0));
    line(lineWith(verified, /^AS SIGNED OFF/));
    const putBack = await step('change one byte of the export', () => this.changeByte('Raul', 'Paul'));
    const broken = await step('qldb-server verify finds it', () => this.program('verify', 1));
    line(lineWith(broken, /^BROKEN/));
    line(lineWith(broken, /has the hash/));
    await step('change the byte back', putBack);
  }

  /** Imports the export into the directory that the server keeps its ledgers in. */
  public async import(): Promise<void> {
    const { stack, ledger, step, line } = this.surroundings;
    const imported = await step('qldb-server import: bring the ledger back', async () => {
      let run: ProgramRun | undefined;
      await stack.whileQldbIsDown(async (directory) => { run = await this.program('import', 0, '--ledger', ledger, '--data', directory); });
      return run!;
    });
    line(lineWith(imported, /^IMPORTED/));
  }

  /** Shows that it is the ledger that it was. */
  public async compare(): Promise<void> {
    const { stack, ledger, step, line } = this.surroundings;
    const { receipt, history } = this.remains;
    const client = new QLDBClient(stack.qldbClient);
    const digest = await step('ask for its digest', () => takeDigest(client, ledger));
    client.destroy();
    if (digestText(digest) !== digestText(receipt.digest)) {
      throw new Error(`the digest is ${digestText(digest)}, it was ${digestText(receipt.digest)}`);
    }
    line(`${digestText(digest)} at block ${digest.tip.sequenceNo}, as before`);
    const records = new VehicleRecords(ledger, stack.qldbClient);
    try {
      const found = await step('read the history of the document', () => records.history(history[0]!.documentId));
      if (JSON.stringify(found) !== JSON.stringify(history)) {
        throw new Error(`the history is ${JSON.stringify(found)}, it was ${JSON.stringify(history)}`);
      }
      found.forEach(({ version, owner, sequenceNo }) => line(`version ${version}  ${owner.padEnd(12)}  block ${sequenceNo}`));
      const proof = await step('verify the receipt that was taken before', async () => verifyReceipt(receipt));
      line(`the revision and ${proof} hashes of its proof make the digest`);
      await step('write another version', () => records.transfer('1N4AL11D75C109151', 'Melvin Parker'));
      const [last] = (await records.history(history[0]!.documentId)).slice(-1);
      line(`version ${last!.version}  ${last!.owner.padEnd(12)}  block ${last!.sequenceNo}: the journal goes on`);
    } finally {
      records.close();
    }
  }

  private async program(command: 'verify' | 'import', expected: number, ...flags: readonly string[]): Promise<ProgramRun> {
    const { bucket, prefix, receipt } = this.remains;
    const args = [command, `s3://${bucket}/${prefix}`, '--digest', digestText(receipt.digest), '--tip', String(receipt.digest.tip.sequenceNo), ...flags];
    const run = await runQldbProgram(args, this.surroundings.stack.processEnvironment);
    if (run.code !== expected) {
      throw new Error(`qldb-server ${args.join(' ')} ended with code ${run.code}:\n${run.stdout}${run.stderr}`);
    }
    return run;
  }

  /** @returns what puts it back */
  private async changeByte(before: string, after: string): Promise<() => Promise<void>> {
    const { bucket, keys } = this.remains;
    const s3 = new S3Client({ ...this.surroundings.stack.awsClient, forcePathStyle: true });
    for (const key of keys) {
      const original = Buffer.from(await readObject(s3, bucket, key));
      const at = original.indexOf(before);
      if (at < 0) {
        continue;
      }
      const changed = Buffer.from(original);
      changed.write(after, at);
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: changed }));
      return async () => {
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: original }));
        s3.destroy();
      };
    }
    throw new Error(`no object of the export has '${before}'`);
  }
}

function lineWith({ stdout }: ProgramRun, pattern: RegExp): string {
  const found = stdout.split('\n').find((line) => pattern.test(line));
  if (found === undefined) {
    throw new Error(`qldb-server did not print ${pattern}:\n${stdout}`);
  }
  return found.trim();
}
