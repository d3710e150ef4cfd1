import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '..', '..', '..', '..', 'shared', 'vectors');

/** Whether real data of AWS's lies next to the checkout. Without it, what it would show is not tested, and that is said. */
export function hasSharedVectors(): boolean {
  if (existsSync(FOLDER)) return true;
  // eslint-disable-next-line no-console -- a test that does not run must not look like one that passed
  console.warn(`NOT TESTED against AWS's own data: there is no ${FOLDER}`);
  return false;
}

export function readSharedVectors(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, name), 'utf8'));
}
