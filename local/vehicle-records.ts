import { QldbDriver, type TransactionExecutor } from 'amazon-qldb-driver-nodejs';
import type { dom } from 'ion-js';

const TABLE = 'VehicleRegistration';

/** What `history()` says of one revision. */
export interface RevisionSummary {
  readonly version: number;
  readonly owner: string;
  readonly documentId: string;
  readonly strandId: string;
  readonly sequenceNo: number;
}

/** Documents of the demo, written and read with AWS's own driver. */
export class VehicleRecords {
  private readonly driver: QldbDriver;

  constructor(ledger: string, client: ConstructorParameters<typeof QldbDriver>[1]) {
    this.driver = new QldbDriver(ledger, client);
  }

  public async createTable(): Promise<void> {
    await this.driver.executeLambda(async (transaction) => {
      await transaction.execute(`CREATE TABLE ${TABLE}`);
      await transaction.execute(`CREATE INDEX ON ${TABLE} (VIN)`);
    });
  }

  /** @returns the document's id */
  public async register(vin: string, owner: string): Promise<string> {
    const registration = { VIN: vin, Owner: owner, RegisteredAt: new Date() };
    const [inserted] = await this.execute(`INSERT INTO ${TABLE} ?`, registration);
    return text(inserted, 'documentId');
  }

  public async transfer(vin: string, owner: string): Promise<void> {
    await this.execute(`UPDATE ${TABLE} SET Owner = ? WHERE VIN = ?`, owner, vin);
  }

  /** Every revision of a document, the oldest first. */
  public async history(documentId: string): Promise<readonly RevisionSummary[]> {
    const rows = await this.execute(`SELECT * FROM history(${TABLE}) AS h WHERE h.metadata.id = ?`, documentId);
    return rows.map((row) => ({
      version: number(row, 'metadata', 'version'),
      owner: text(row, 'data', 'Owner'),
      documentId: text(row, 'metadata', 'id'),
      strandId: text(row, 'blockAddress', 'strandId'),
      sequenceNo: number(row, 'blockAddress', 'sequenceNo'),
    })).sort((a, b) => a.version - b.version);
  }

  public close(): void {
    this.driver.close();
  }

  private execute(statement: string, ...parameters: unknown[]): Promise<dom.Value[]> {
    return this.driver.executeLambda(async (transaction: TransactionExecutor) => {
      const result = await transaction.execute(statement, ...parameters);
      return result.getResultList();
    });
  }
}

function text(row: dom.Value | undefined, ...path: string[]): string {
  return row?.get(...path)?.stringValue() ?? '';
}

function number(row: dom.Value | undefined, ...path: string[]): number {
  return row?.get(...path)?.numberValue() ?? NaN;
}
