import { newDatabase } from '../support/engines';
import { expectSoundHistory } from '../support/history/expect-sound';
import { Recorder } from '../support/history/recorder';
import { SeededRandom, testSeed } from '../support/random';
import { ServerProcess, storageFlags } from '../support/server-process';
import { SendCommandClient } from '../support/wire/send-command';
import { auditWorkload } from '../support/workload/audit';
import { createLedger } from '../support/workload/test-ledger';
import { setUpWorkload, Workload } from '../support/workload/workload';

const LEDGER = 'shared';
const CLIENTS = 10;

/** Committed ones. */
const TRANSACTIONS = process.env.CDK_QLDB_FULL ? 5_000 : 250;

describe('processes over one PostgreSQL, each request to another one,', () => {
  test.each([
    { processes: 2, commitRetries: 3 },
    { processes: 3, commitRetries: 0 },
    ...process.env.CDK_QLDB_FULL ? [{ processes: 2, commitRetries: 0 }, { processes: 3, commitRetries: 3 }] : [],
  ])('stay one ledger when one of $processes is killed in the middle; clients send a commit again $commitRetries times', async (plan) => {
    const { processes, commitRetries } = plan;
    const storage = await newDatabase();
    const servers = await Promise.all(Array.from({ length: processes }, () => ServerProcess.start(storageFlags(storage))));
    const seed = testSeed();
    const random = new SeededRandom(seed);
    const spread = random.fork();
    const recorder = new Recorder();
    const commands = new SendCommandClient(() => spread.pick(servers).endpoint, 30);
    const options = { recorder, commands, ledger: LEDGER, commitRetries };
    try {
      await createLedger(servers[0]?.endpoint ?? '', LEDGER);
      await setUpWorkload(options);
      const workload = new Workload({ ...options, random, clients: CLIENTS, goOn: () => recorder.count('committed') < TRANSACTIONS });
      await workload.committed(TRANSACTIONS / 2);
      await servers[0]?.stop('SIGKILL');
      await workload.ended();
      await auditWorkload(options);
      await expectSoundHistory(`${processes} processes, ${commitRetries} commit retries`, servers[1]?.endpoint ?? '', LEDGER, recorder, seed);
      // With retries a commit ends one way or the other, as there is a process to ask.
      expect(commitRetries === 0 || recorder.count('unknown') === 0).toBe(true);
    } finally {
      commands.close();
      await Promise.all(servers.map((server) => server.stop()));
      await storage.remove();
    }
  }, 600_000);
});
