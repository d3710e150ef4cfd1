import { COUNTERS, START_BALANCE, TABLES } from './programs';
import type { FoundDocument } from '../history/action';
import { RecordingClient, type RecordingClientOptions, type Statements } from '../history/recording-client';

/** Documents of a table whose value is looked up by index and whose history is read. */
const SAMPLE = 15;

/**
 * Reads the same data by all ways there are: by scan, by index, in both views, and by history. What is read is recorded, so the checker
 * holds it all against the journal.
 */
export async function auditWorkload(options: RecordingClientOptions): Promise<void> {
  const client = new RecordingClient(options);
  for (const [table, { index }] of Object.entries(TABLES)) {
    await client.transactAgain(async (statements) => {
      const documents = await statements.select(table, { kind: 'all' });
      await statements.select(table, { kind: 'all' }, 'committed');
      await statements.count(table, { kind: 'all' });
      for (const { id, document } of documents.slice(-SAMPLE)) {
        await statements.select(table, { kind: 'id', id });
        await statements.perform({ kind: 'history', table, id });
        const value = index === undefined ? undefined : document[index];
        if (index !== undefined && value !== undefined) {
          await statements.select(table, { kind: 'equals', field: index, value }, 'committed');
        }
      }
    });
  }
  await client.transactAgain(expectInvariants);
}

/** What the programs keep true if each has the ledger for itself. */
async function expectInvariants(statements: Statements): Promise<void> {
  const all = { kind: 'all' } as const;
  const accounts = await statements.select('Account', all);
  expect(sum(accounts, 'balance')).toBe(accounts.length * START_BALANCE);
  const emails = (await statements.select('Person', all)).map(({ document }) => document.email);
  expect(new Set(emails).size).toBe(emails.length);
  const onCall = (await statements.select('Doctor', all)).filter(({ document }) => document.onCall === 1);
  expect(new Set(onCall.map(({ document }) => document.shift)).size).toBe(3);
  expect(await statements.select('Counter', all)).toHaveLength(COUNTERS.length);
}

function sum(documents: readonly FoundDocument[], field: string): number {
  return documents.reduce((total, { document }) => total + Number(document[field]), 0);
}
