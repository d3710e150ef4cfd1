import { startQldbServer, type QldbServer } from '../../src';
import { newDatabase, type TestStorage } from '../support/engines';
import { checkHistory } from '../support/history/check-history';
import { readVerifiedJournal } from '../support/history/read-journal';
import { Recorder } from '../support/history/recorder';
import { SeededRandom, testSeed } from '../support/random';
import { report } from '../support/report';
import { SendCommandClient } from '../support/wire/send-command';
import { createLedger } from '../support/workload/test-ledger';
import { setUpWorkload, Workload } from '../support/workload/workload';

let mockKeys = 0n;

// Every key another one: nothing that is read ever meets anything that is written, which is a server without a conflict check.
jest.mock('../../src/transaction/conflict-keys', () => ({ conflictKey: () => { mockKeys += 1n; return mockKeys; } }));

const LEDGER = 'unchecked';
const TRANSACTIONS = 300;

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

  test('is found out by the checker of histories', async () => {
    const recorder = new Recorder();
    const seed = testSeed();
    const options = { recorder, commands, ledger: LEDGER };
    await createLedger(server.endpoint, LEDGER);
    await setUpWorkload(options);
    await new Workload({ ...options, random: new SeededRandom(seed), clients: 12, goOn: () => recorder.transactions.length < TRANSACTIONS }).ended();
    const anomalies = checkHistory(recorder.transactions, await readVerifiedJournal(server.endpoint, LEDGER));
    report(`without a conflict check, seed ${seed}: ${recorder.summary()}; ${anomalies.length} anomalies`);
    // Its journal is a good one all the same, and it loses nothing: what it does wrong is to let through what was read too early.
    expect(new Set(anomalies.map(({ kind }) => kind))).toEqual(new Set(['wrong read', 'wrong block']));
  });
});
