import { setTimeout as sleep } from 'node:timers/promises';
import { ENGINES, newStorage } from '../support/engines';
import { expectSoundHistory } from '../support/history/expect-sound';
import { Recorder } from '../support/history/recorder';
import { SeededRandom, testSeed } from '../support/random';
import { ServerProcess, storageFlags } from '../support/server-process';
import { SendCommandClient } from '../support/wire/send-command';
import { auditWorkload } from '../support/workload/audit';
import { createLedger } from '../support/workload/test-ledger';
import { setUpWorkload, Workload } from '../support/workload/workload';

const LEDGER = 'killed';
const CLIENTS = 8;
const KILLS = process.env.CDK_QLDB_FULL ? 50 : 2;

describe.each(ENGINES)('kill -9 under load on %s', (engine) => {
  test(`loses no acknowledged commit, leaves no half one, and a journal that verifies, ${KILLS} times`, async () => {
    const storage = await newStorage(engine);
    const seed = testSeed();
    const random = new SeededRandom(seed);
    const recorder = new Recorder();
    let server = await ServerProcess.start(storageFlags(storage));
    const commands = new SendCommandClient(() => server.endpoint);
    const options = { recorder, commands, ledger: LEDGER };
    try {
      await createLedger(server.endpoint, LEDGER);
      await setUpWorkload(options);
      for (let kill = 1; kill <= KILLS; kill += 1) {
        let alive = true;
        const workload = new Workload({ ...options, random: random.fork(), clients: CLIENTS, goOn: () => alive });
        await workload.committed(recorder.count('committed') + 10 + random.below(120));
        // Anywhere between two steps of a commit, not only where an answer has just come.
        await sleep(random.next() * 10);
        const killed = server.stop('SIGKILL');
        alive = false;
        await Promise.all([killed, workload.ended()]);
        server = await ServerProcess.start(storageFlags(storage));
        await auditWorkload(options);
      }
      expect(recorder.count('unknown')).toBeGreaterThan(0);
      await expectSoundHistory(`${KILLS} kills on ${engine}`, server.endpoint, LEDGER, recorder, seed);
    } finally {
      commands.close();
      await server.stop();
      await storage.remove();
    }
  }, 120_000 + KILLS * 20_000);
});
