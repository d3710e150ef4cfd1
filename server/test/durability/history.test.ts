import { ENGINES, newStorage } from '../support/engines';
import { expectSoundHistory } from '../support/history/expect-sound';
import { Recorder } from '../support/history/recorder';
import { RecordingClient } from '../support/history/recording-client';
import { SeededRandom, testSeed } from '../support/random';
import { ServerProcess, storageFlags } from '../support/server-process';
import { SendCommandClient } from '../support/wire/send-command';
import { auditWorkload } from '../support/workload/audit';
import { createLedger } from '../support/workload/test-ledger';
import { setUpWorkload, Workload } from '../support/workload/workload';

const LEDGER = 'history';
const CLIENTS = 12;

/** Committed ones. */
const TRANSACTIONS = process.env.CDK_QLDB_FULL ? 10_000 : 300;

describe.each(ENGINES)('concurrent clients on %s', (engine) => {
  test(`see a serializable ledger, in ${TRANSACTIONS} committed transactions`, async () => {
    const storage = await newStorage(engine);
    const server = await ServerProcess.start(storageFlags(storage));
    const commands = new SendCommandClient(() => server.endpoint);
    const seed = testSeed();
    const recorder = new Recorder();
    const options = { recorder, commands, ledger: LEDGER };
    try {
      await createLedger(server.endpoint, LEDGER);
      await setUpWorkload(options);
      const workload = new Workload({ ...options, random: new SeededRandom(seed), clients: CLIENTS, goOn: () => recorder.count('committed') < TRANSACTIONS });
      // In the middle of it, an index on a table that is scanned and changed all the time.
      await workload.committed(TRANSACTIONS / 3);
      await new RecordingClient(options).transactAgain(async (statements) => {
        await statements.perform({ kind: 'create-index', table: 'Event', field: 'grade' });
      });
      await workload.ended();
      await auditWorkload(options);
      await expectSoundHistory(`history on ${engine}`, server.endpoint, LEDGER, recorder, seed);
    } finally {
      commands.close();
      await server.stop();
      await storage.remove();
    }
  }, 600_000);
});
