import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '..', '..', '..', '..', 'shared', 'vectors');

/** `describe` of tests with real data of AWS's, which lies next to the checkout. Where it does not, they are skipped, and that is said. */
export function describeWithVectors(name: string, tests: () => void): void {
  if (existsSync(FOLDER)) {
    describe(name, tests);
    return;
  }
  // eslint-disable-next-line no-console -- a test that does not run must not look like one that passed
  console.warn(`NOT TESTED against AWS's own data: there is no ${FOLDER}`);
  // Jest would read what is in a skipped `describe`, and that reads the data.
  describe.skip(name, () => test('needs the data', () => undefined));
}

export function readSharedVectors(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
}

/** `real-block.json`: a block that AWS has published, with its proof, that of its revision, and the digest that they lead to. */
export interface RealBlock {
  readonly Block: { readonly IonText: string };
  readonly BlockProof: readonly string[];
  readonly RevisionProof: readonly string[];
  readonly tipSequenceNo: number;
  readonly digest: string;
}

export function readRealBlock(): RealBlock {
  return readSharedVectors('real-block.json') as RealBlock;
}
