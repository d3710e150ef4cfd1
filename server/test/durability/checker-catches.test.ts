import { startQldbServer, type QldbServer } from '../../src';
import { newDatabase, type TestStorage } from '../support/engines';
import { checkHistory } from '../support/history/check-history';
import { InterleavedClient } from '../support/history/interleaved-client';
import { readVerifiedJournal } from '../support/history/read-journal';
import { Recorder } from '../support/history/recorder';
import { SeededRandom, testSeed } from '../support/random';
import { report } from '../support/report';
import { SendCommandClient } from '../support/wire/send-command';
import { WireSession } from '../support/wire/wire-session';
import { createLedger } from '../support/workload/test-ledger';
import { setUpWorkload, Workload } from '../support/workload/workload';

let mockKeys = 0n;

// Every key another one: nothing that is read ever meets anything that is written, which is a server without a conflict check.
jest.mock('../../src/transaction/conflict-keys', () => ({ conflictKey: () => { mockKeys += 1n; return mockKeys; } }));

const LEDGER = 'unchecked';
const TRANSACTIONS = 400;

describe('a server whose conflict check is switched off', () => {
  let storage: TestStorage;
  let server: QldbServer;
  let commands: SendCommandClient;
  beforeAll(async () => {
    storage = await newDatabase();
    server = await startQldbServer(storage.options);
    commands = new SendCommandClient(() => server.endpoint);
  });
  afterAll(async () => {
    commands.close();
    await server.close();
    await storage.remove();
  });

  test('is found out by the checker of histories: two that look for the same and then insert it', async () => {
    const ledger = 'lookup';
    await createLedger(server.endpoint, ledger);
    const recorder = new Recorder();
    const [one, two] = await Promise.all([1, 2].map(async () => new InterleavedClient(await WireSession.start(commands, ledger), recorder)));
    await one!.perform({ kind: 'create-table', table: 'Person' });
    await one!.commit();
    for (const client of [one!, two!]) {
      await client.perform({ kind: 'count', table: 'Person', where: { kind: 'equals', field: 'email', value: 'a' } });
    }
    for (const client of [one!, two!]) {
      await client.perform({ kind: 'insert', table: 'Person', document: { email: 'a' } });
    }
    await one!.commit();
    await two!.commit();
    expect(checkHistory(recorder.transactions, await readVerifiedJournal(server.endpoint, ledger))).toMatchObject([{ kind: 'wrong read' }]);
  });

  test('is found out under a random workload too', async () => {
    const recorder = new Recorder();
    const seed = testSeed();
    const options = { recorder, commands, ledger: LEDGER };
    await createLedger(server.endpoint, LEDGER);
    await setUpWorkload(options);
    const goOn = () => recorder.transactions.length < TRANSACTIONS;
    await new Workload({ ...options, random: new SeededRandom(seed), clients: 16, goOn }).ended();
    const anomalies = checkHistory(recorder.transactions, await readVerifiedJournal(server.endpoint, LEDGER));
    report(`without a conflict check, seed ${seed}: ${recorder.summary()}; ${anomalies.length} anomalies`);
    const kinds = new Set(anomalies.map(({ kind }) => kind));
    expect(kinds).toContain('wrong read');
    // It loses nothing all the same: what it does wrong is to let through what was read too early.
    expect([...kinds].filter((kind) => kind !== 'wrong read' && kind !== 'wrong block')).toEqual([]);
  });
});
