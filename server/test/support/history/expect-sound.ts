import { checkHistory } from './check-history';
import { readVerifiedJournal } from './read-journal';
import type { Recorder } from './recorder';
import { report } from '../report';

/** How many anomalies a failing test shows. */
const SHOWN = 5;

/** Verifies the journal and holds what the clients saw against it. Prints what there was, and the seed that makes the clients do the same again. */
export async function expectSoundHistory(name: string, endpoint: string, ledger: string, recorder: Recorder, seed: number): Promise<void> {
  report(`${name}, seed ${seed}: ${recorder.summary()}`);
  const anomalies = checkHistory(recorder.transactions, await readVerifiedJournal(endpoint, ledger));
  expect({ seed, found: anomalies.length, first: anomalies.slice(0, SHOWN) }).toEqual({ seed, found: 0, first: [] });
}
