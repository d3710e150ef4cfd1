import fc from 'fast-check';
import { ENGINES, TestServers } from '../support/engines';
import type { Outcome } from '../support/history/action';
import { checkHistory } from '../support/history/check-history';
import { InterleavedClient } from '../support/history/interleaved-client';
import { readVerifiedJournal } from '../support/history/read-journal';
import { Recorder } from '../support/history/recorder';
import { SendCommandClient } from '../support/wire/send-command';
import { WireSession } from '../support/wire/wire-session';
import { actionOf, MODEL_TABLES, movesOf, type Move } from '../support/workload/moves';
import { createLedger } from '../support/workload/test-ledger';

const numRuns = process.env.CDK_QLDB_FULL ? 500 : 15;

/**
 * Any sequence of statements, in one session or in two that interleave in any way, against a ledger in plain maps. Every answer is held
 * against the maps, what is left in the end is read by all ways there are, and a conflict needs someone to be in conflict with.
 */
describe.each(ENGINES)('a ledger on %s does what a model in plain maps does', (engine) => {
  const servers = new TestServers(engine);
  let endpoint: string;
  let commands: SendCommandClient;
  let ledgers = 0;
  beforeAll(async () => {
    ({ endpoint } = await servers.start({ timings: { ledgerCreation: 0 }, quotas: { activeLedgers: 100_000 } }));
    commands = new SendCommandClient(() => endpoint);
  });
  afterAll(async () => {
    commands.close();
    await servers.closeAll();
  });

  test.each([[1, 'one session'], [2, 'two sessions'], [3, 'three sessions']])('with %i: %s', async (clients) => {
    await fc.assert(fc.asyncProperty(movesOf(clients), async (moves) => {
      ledgers += 1;
      const ledger = `model-${ledgers}`;
      await createLedger(endpoint, ledger);
      const recorder = new Recorder();
      const sessions = await Promise.all(Array.from({ length: clients }, () => WireSession.start(commands, ledger)));
      await play(moves, sessions.map((session) => new InterleavedClient(session, recorder)));
      expect(checkHistory(recorder.transactions, await readVerifiedJournal(endpoint, ledger))).toEqual([]);
    }), { numRuns });
  }, 600_000);
});

async function play(moves: readonly Move[], clients: readonly InterleavedClient[]): Promise<void> {
  const documents: string[] = [];
  const tables: string[] = [];
  const learn = (outcome: Outcome) => {
    if (outcome.kind === 'table') {
      tables.push(outcome.tableId);
    } else if (outcome.kind === 'written') {
      documents.push(...outcome.ids.filter((id) => !documents.includes(id)));
    }
  };
  const [first] = clients;
  if (!first) {
    throw new Error('there must be a client');
  }
  for (const table of MODEL_TABLES) {
    learn(await first.perform({ kind: 'create-table', table }));
    learn(await first.perform({ kind: 'create-index', table, field: 'k' }));
  }
  await first.commit();
  for (const move of moves) {
    const client = clients[move.client] ?? first;
    if (move.kind === 'statement') {
      learn(await client.perform(actionOf(move.action, documents, tables)));
    } else {
      await (move.kind === 'commit' ? client.commit() : client.abort());
    }
  }
  for (const client of clients) {
    await client.commit();
  }
  await readAll(first, documents);
}

async function readAll(client: InterleavedClient, documents: readonly string[]): Promise<void> {
  for (const table of MODEL_TABLES) {
    for (const view of ['user', 'committed'] as const) {
      await client.perform({ kind: 'select', table, where: { kind: 'all' }, view });
      for (const value of [0, 1, 2, 3]) {
        await client.perform({ kind: 'select', table, where: { kind: 'equals', field: 'k', value }, view });
      }
    }
    for (const id of documents) {
      await client.perform({ kind: 'select', table, where: { kind: 'id', id }, view: 'user' });
      await client.perform({ kind: 'history', table, id });
    }
  }
  await client.commit();
}
