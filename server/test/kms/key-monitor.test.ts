import { randomBytes } from 'node:crypto';
import { newId } from '../../src/ids';
import type { KeyAuthority } from '../../src/kms/key-authority';
import { KeyMonitor } from '../../src/kms/key-monitor';
import { createLogger } from '../../src/logging';
import { findLedger, insertLedger, openAccount } from '../../src/store/ledgers';
import { openStore } from '../../src/store/open-store';
import { ENGINES, newStorage, storageOptions } from '../support/engines';
import { eventually } from '../support/eventually';

const KEY = 'arn:aws:kms:us-east-1:000000000000:key/k';

/** A KMS whose one key can be switched, and that counts how often it is asked. */
class FakeKeys implements KeyAuthority {
  readonly checks = true;
  asked = 0;
  answer: () => boolean = () => true;

  async resolve(kmsKey: string): Promise<string> {
    return kmsKey;
  }

  async isAccessible(): Promise<boolean> {
    this.asked += 1;
    return this.answer();
  }
}

describe.each(ENGINES)('the key monitors of two processes, on %s', (engine) => {
  test('share the work: one looks at the keys, the other takes over when it stops; no answer of KMS changes nothing', async () => {
    const storage = await newStorage(engine);
    const store = await openStore(storageOptions(storage), { onProblem: () => undefined });
    const account = await openAccount(store.queries, '000000000000', 'us-east-1');
    await store.transaction((tx) => insertLedger(tx, account, {
      name: 'ledger',
      strand: newId({ now: Date.now, randomBytes }),
      creationMilliseconds: 0,
      permissionsMode: 'STANDARD',
      deletionProtection: false,
      kmsKeyArn: KEY,
      tags: new Map(),
    }));
    const status = async () => (await findLedger(store.queries, account, 'ledger'))?.encryptionStatus;
    const [first, second] = [new FakeKeys(), new FakeKeys()];
    const monitor = (keys: FakeKeys, holder: string) =>
      new KeyMonitor({ store, account, keys, holder, intervalMilliseconds: 10, log: createLogger('silent') });
    const monitors = [monitor(first, 'first')];
    await eventually(async () => first.asked, (asked) => asked > 0);
    monitors.push(monitor(second, 'second'));

    first.answer = () => false;
    await eventually(status, (now) => now === 'KMS_KEY_INACCESSIBLE');
    first.answer = () => { throw new Error('KMS is away'); };
    const before = first.asked;
    await eventually(async () => first.asked, (asked) => asked > before + 3);
    expect(await status()).toBe('KMS_KEY_INACCESSIBLE');
    expect(second.asked).toBe(0);

    await monitors[0]?.stop();
    await eventually(status, (now) => now === 'ENABLED');
    const stopped = first.asked;
    await eventually(async () => second.asked, (asked) => asked > 3);
    expect(first.asked).toBe(stopped);
    await monitors[1]?.stop();
    await store.close();
    await storage.remove();
  });
});
