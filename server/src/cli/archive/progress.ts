import type { Inventory } from '../../archive/inventory/inventory';
import type { ArchiveEvent } from '../../archive/verify/verify-archive';

const INTERVAL_MILLISECONDS = 200;

export interface ProgressOptions {
  /** Writes to a terminal. */
  readonly write: (text: string) => void;
  /** Milliseconds, of any origin. */
  readonly now: () => number;
}

/** One line on a terminal that says how far a verification has got. */
export class Progress {
  private blocks = 0;
  private findings = 0;
  private objects = 0;
  private bytes = 0;
  private shownAt = -Infinity;
  private readonly startedAt: number;
  private readonly totalBytes: number;
  /** Of the last block, where the names of all objects say so. */
  private readonly last: number;
  private sequenceNo: number | undefined;

  constructor(private readonly inventory: Inventory, private readonly options: ProgressOptions) {
    this.startedAt = options.now();
    this.totalBytes = inventory.objects.reduce((sum, { bytes }) => sum + bytes, 0);
    this.last = inventory.objects.reduce((most, { last }) => Math.max(most, last), 0);
  }

  add(event: ArchiveEvent): void {
    switch (event.kind) {
      case 'block':
        this.blocks++;
        this.findings += event.findings.length;
        this.sequenceNo = event.block.address.sequenceNo;
        break;
      case 'finding': this.findings++; break;
      case 'object': this.objects++; this.bytes += event.object.bytes; break;
      default:
    }
    const now = this.options.now();
    if (now - this.shownAt < INTERVAL_MILLISECONDS) return;
    this.shownAt = now;
    this.options.write(`\r\u001b[K${this.line(now)}`);
  }

  /** Removes the line. */
  end(): void {
    this.options.write('\r\u001b[K');
  }

  private line(now: number): string {
    const rate = Math.round(this.blocks / Math.max(0.001, (now - this.startedAt) / 1000));
    const share = Math.floor(this.share() * 100);
    const wrong = this.findings > 0 ? `, ${this.findings} findings` : '';
    return `${this.blocks} blocks, ${this.objects} of ${this.inventory.objects.length} objects, ${share} %, ${rate} blocks/s${wrong}`;
  }

  /** By the numbers of blocks, or by the objects that were read to their end. */
  private share(): number {
    const first = this.inventory.objects[0]?.first ?? 0;
    if (this.sequenceNo !== undefined && Number.isFinite(this.last)) return Math.min(1, (this.sequenceNo - first + 1) / (this.last - first + 1));
    return this.totalBytes === 0 ? 1 : this.bytes / this.totalBytes;
  }
}
