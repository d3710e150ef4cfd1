import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { received, send, type Call, type Message, type ThreadOptions } from './messages';
import { InputError } from '../../archive/input-error';
import type { PackedBlocks } from '../../store/imported-blocks';
import type { ImportStart } from '../../store/ledger-imports';
import type { StoreEvents } from '../../store/store';
import type { ImportTarget } from '../import-target';
import type { ImportedJournal, RestoredLedger } from '../stand-up';

interface PendingCall {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * A store in a thread of its own: PGlite computes in the process that has it, so that without one it would take turns with the verification.
 * The store is opened while the first blocks are verified.
 */
export class ThreadedTarget implements ImportTarget {
  private readonly worker: Worker;
  /** Those that were not answered yet, the oldest first. */
  private readonly pending: PendingCall[] = [];
  private ended: Error | undefined;

  constructor(options: ThreadOptions, { onProblem }: StoreEvents) {
    this.worker = new Worker(join(__dirname, 'import-thread.js'), { workerData: options });
    this.worker.on('message', (bytes: Uint8Array) => {
      const message = received<Message>(bytes);
      if (message.kind === 'problem') onProblem(new Error(message.message));
      else settle(this.pending.shift()!, message);
    });
    this.worker.on('error', (error: Error) => this.fail(error));
    this.worker.on('exit', () => this.fail(new Error('the thread that writes the ledger has ended before its time')));
  }

  async discard(strandId: string): Promise<boolean> {
    return this.call('discard', strandId);
  }

  async start(name: string, strandId: string): Promise<ImportStart> {
    return this.call('start', name, strandId);
  }

  async blockHash(ledger: number, sequenceNo: number): Promise<Buffer | undefined> {
    return this.call('blockHash', ledger, sequenceNo);
  }

  async write(ledger: number, position: number | undefined, blocks: PackedBlocks): Promise<boolean> {
    return this.call('write', ledger, position, blocks);
  }

  async standUp(journal: ImportedJournal): Promise<RestoredLedger> {
    return this.call('standUp', journal);
  }

  /** Closes the store, and ends the thread. */
  async close(): Promise<void> {
    if (this.ended) return;
    try {
      await this.call('close');
    } finally {
      await this.worker.terminate();
    }
  }

  private async call<T>(method: Call['method'], ...parameters: readonly unknown[]): Promise<T> {
    if (this.ended) throw this.ended;
    return new Promise<unknown>((resolve, reject) => {
      this.pending.push({ resolve, reject });
      send(this.worker, { method, parameters });
    }) as Promise<T>;
  }

  private fail(error: Error): void {
    this.ended ??= error;
    for (const call of this.pending.splice(0)) call.reject(this.ended);
  }
}

function settle(call: PendingCall, message: Exclude<Message, { kind: 'problem' }>): void {
  if (message.kind === 'returned') call.resolve(message.value);
  else call.reject(message.isInputError ? new InputError(message.message) : new Error(message.message));
}
