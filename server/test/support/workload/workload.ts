import { setTimeout as sleep } from 'node:timers/promises';
import { randomProgram, TABLES } from './programs';
import { RecordingClient, type RecordingClientOptions } from '../history/recording-client';
import type { SeededRandom } from '../random';

/** Creates the tables of the workload, their indexes and first documents. */
export async function setUpWorkload(options: RecordingClientOptions): Promise<void> {
  const client = new RecordingClient(options);
  for (const [table, { index, documents }] of Object.entries(TABLES)) {
    await client.transactAgain(async (statements) => {
      await statements.perform({ kind: 'create-table', table });
      if (index !== undefined) {
        await statements.perform({ kind: 'create-index', table, field: index });
      }
    });
    if (documents.length > 0) {
      await client.transactAgain(async (statements) => {
        for (const document of documents) {
          await statements.insert(table, document);
        }
      });
    }
  }
}

export interface WorkloadOptions extends RecordingClientOptions {
  readonly random: SeededRandom;
  readonly clients: number;
  /** Asked before each transaction. */
  readonly goOn: () => boolean;
}

/** Clients side by side, each with one random transaction after the other. */
export class Workload {
  private readonly running: Promise<unknown>;
  private failure: { readonly error: unknown } | undefined;

  constructor(private readonly options: WorkloadOptions) {
    const { random, clients } = options;
    this.running = Promise.all(Array.from({ length: clients }, () => this.work(random.fork()).catch((error: unknown) => {
      this.failure ??= { error };
    })));
  }

  /** Waits until that many are committed in all. @throws whatever ended a client */
  async committed(count: number): Promise<void> {
    while (this.options.recorder.count('committed') < count) {
      this.throwFailure();
      await sleep(1);
    }
  }

  /** Waits for every client's last transaction. @throws whatever ended a client */
  async ended(): Promise<void> {
    await this.running;
    this.throwFailure();
  }

  private async work(random: SeededRandom): Promise<void> {
    const client = new RecordingClient(this.options);
    while (!this.failure && this.options.goOn()) {
      await client.transact(randomProgram(random));
    }
  }

  private throwFailure(): void {
    if (this.failure) {
      throw this.failure.error;
    }
  }
}
