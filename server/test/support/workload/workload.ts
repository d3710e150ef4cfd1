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
export async function runWorkload({ random, clients, goOn, ...options }: WorkloadOptions): Promise<void> {
  await Promise.all(Array.from({ length: clients }, async () => {
    const own = random.fork();
    const client = new RecordingClient(options);
    while (goOn()) {
      await client.transact(randomProgram(own));
    }
  }));
}
