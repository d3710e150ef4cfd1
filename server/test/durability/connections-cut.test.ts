import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { newDatabase } from '../support/engines';
import { expectSoundHistory } from '../support/history/expect-sound';
import { Recorder } from '../support/history/recorder';
import { SeededRandom, testSeed } from '../support/random';
import { ServerProcess, storageFlags } from '../support/server-process';
import { SendCommandClient } from '../support/wire/send-command';
import { auditWorkload } from '../support/workload/audit';
import { createLedger } from '../support/workload/test-ledger';
import { setUpWorkload, Workload } from '../support/workload/workload';

const LEDGER = 'cut-off';
const CUTS = process.env.CDK_QLDB_FULL ? 100 : 5;

const CUT = 'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';

describe('a PostgreSQL that closes all connections, again and again', () => {
  test('costs no acknowledged commit, and no commit happens twice', async () => {
    const storage = await newDatabase();
    const server = await ServerProcess.start(storageFlags(storage));
    const administrator = new Client({ connectionString: storage.options.databaseUrl });
    await administrator.connect();
    const seed = testSeed();
    const random = new SeededRandom(seed);
    const recorder = new Recorder();
    const commands = new SendCommandClient(() => server.endpoint);
    const options = { recorder, commands, ledger: LEDGER, commitRetries: 1 };
    try {
      await createLedger(server.endpoint, LEDGER);
      await setUpWorkload(options);
      let cutting = true;
      const workload = new Workload({ ...options, random: random.fork(), clients: 8, goOn: () => cutting });
      for (let cut = 0; cut < CUTS; cut += 1) {
        await workload.committed(recorder.count('committed') + 20);
        await sleep(random.next() * 5);
        await administrator.query(CUT);
      }
      cutting = false;
      await workload.ended();
      await auditWorkload(options);
      await expectSoundHistory(`${CUTS} times all connections cut`, server.endpoint, LEDGER, recorder, seed);
    } finally {
      commands.close();
      await administrator.end();
      await server.stop();
      await storage.remove();
    }
  }, 600_000);
});
