import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { received, send, type Call, type Message, type ThreadOptions } from './messages';
import { InputError } from '../../archive/input-error';
import { openAccount } from '../../store/ledgers';
import { openStore } from '../../store/open-store';
import type { Store } from '../../store/store';
import { StoreTarget } from '../import-target';

/** What runs in the thread: a store, and a target in it, whose methods are called by messages. One call after the other. */
function serve(port: MessagePort, { storage, accountId, region }: ThreadOptions): void {
  const opening = openStore(storage, { onProblem: ({ message }) => send(port, { kind: 'problem', message }) });
  const target = opening.then(async (store) => new StoreTarget(store, await openAccount(store.queries, accountId, region)));
  // The first call is told.
  target.catch(() => undefined);
  let before: Promise<void> = Promise.resolve();
  port.on('message', (bytes: Uint8Array) => {
    const call = received<Call>(bytes);
    before = before.then(async () => send(port, await answer(call, opening, target)));
  });
}

async function answer({ method, parameters }: Call, opening: Promise<Store>, target: Promise<StoreTarget>): Promise<Message> {
  try {
    if (method === 'close') {
      await (await opening.catch(() => undefined))?.close();
      return { kind: 'returned', value: undefined };
    }
    const called = (await target)[method] as (...values: readonly unknown[]) => Promise<unknown>;
    return { kind: 'returned', value: await called.call(await target, ...parameters) };
  } catch (error) {
    return { kind: 'thrown', message: (error as Error).message, isInputError: error instanceof InputError };
  }
}

serve(parentPort!, workerData as ThreadOptions);
