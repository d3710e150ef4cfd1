import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { JournalAnswers } from '../import/ledger-answers';
import { sdkClient } from '../support/clients';
import { ENGINES, newStorage, type TestStorage } from '../support/engines';
import { eventually } from '../support/eventually';
import { writeLongJournal } from '../support/long-journal';
import { SeededRandom, testSeed } from '../support/random';
import { ServerProcess, storageFlags } from '../support/server-process';

const LEDGER = 'restored';
const KILLS = process.env.CDK_QLDB_FULL ? 50 : 3;
const BLOCKS = 4_000;

let directory: string;
let digest: Buffer;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'qldb-killed-import-'));
  ({ digest } = await writeLongJournal(directory, BLOCKS, 'ION_BINARY', 50_000));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What the next run says of where it begins. */
const BEGINNING = /a new ledger|is continued: blocks up to \d+ are there|was imported already/;

/** Before that nothing is written. */
async function begun(running: ServerProcess): Promise<void> {
  await eventually(async () => running.stderr, (text) => BEGINNING.test(text), 120_000);
}

describe.each(ENGINES)('kill -9 of an import to %s', (engine) => {
  const argv = (storage: TestStorage): readonly string[] => ['import', '--ledger', LEDGER, ...storageFlags(storage), directory];

  /** A server shows all of the ledger, or that there is none. */
  async function look(storage: TestStorage): Promise<'whole' | 'none'> {
    const server = await ServerProcess.start(storageFlags(storage));
    const client = sdkClient(server.endpoint);
    try {
      const answers = await JournalAnswers.of(client, LEDGER);
      expect([answers.tip, answers.digest]).toEqual([BLOCKS, digest]);
      expect((await answers.block(BLOCKS, BLOCKS)).proof).toBeDefined();
      return 'whole';
    } catch (error) {
      expect(error).toMatchObject({ name: 'ResourceNotFoundException' });
      return 'none';
    } finally {
      client.destroy();
      await server.stop();
    }
  }

  test(`leaves none of the ledger or all of it, and the next run ends with the same digest, ${KILLS} times`, async () => {
    const random = new SeededRandom(testSeed());
    let storage = await newStorage(engine);
    const whole = ServerProcess.launch(argv(storage));
    await begun(whole);
    const started = Date.now();
    expect(await whole.ended()).toMatchObject({ code: 0 });
    const takes = Date.now() - started;
    expect(await look(storage)).toBe('whole');
    let continued = 0;
    for (let kill = 1; kill <= KILLS;) {
      await storage.remove();
      storage = await newStorage(engine);
      // Several times until it gets through.
      for (let attempts = 1; attempts <= 4 && kill <= KILLS; attempts += 1, kill += 1) {
        const running = ServerProcess.launch(argv(storage));
        await begun(running);
        await sleep(random.next() * takes);
        const { code, stderr } = await running.stop('SIGKILL');
        expect(stderr).toMatch(BEGINNING);
        if (code === 0) break;
      }
      const before = await look(storage);
      const { code, stderr } = await ServerProcess.run(argv(storage));
      expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(before === 'whole' ? /was imported already/ : BEGINNING) });
      if (stderr.includes('is continued')) continued += 1;
      expect(await look(storage)).toBe('whole');
    }
    // eslint-disable-next-line no-console -- how much a run has shown depends on when its kills came
    console.log(`  ${KILLS} imports to ${engine} were killed, ${continued} times there were blocks to go on from`);
    await storage.remove();
  }, 120_000 + KILLS * 60_000);
});
