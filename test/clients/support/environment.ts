import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const REPOSITORY = join(__dirname, '..', '..', '..');

export const CLIENTS = join(REPOSITORY, 'test', 'clients');
/** AWS's clients for Python, the CLI among them. */
export const PYTHON = join(REPOSITORY, '.venv-clients', 'bin');

/**
 * The environment of a client: what the server says to set, credentials that are any, and nothing of the machine the tests run on. The home
 * folder is one that is not there, so that no configuration file is.
 */
export function clientEnvironment(server: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: join(tmpdir(), 'home-of-nobody'),
    LANG: 'C.UTF-8',
    ...server,
    AWS_ACCESS_KEY_ID: 'any',
    AWS_SECRET_ACCESS_KEY: 'any',
  };
}

/** @throws Error with what to do, where AWS's clients for Python are not installed */
export function requirePython(): void {
  if (!existsSync(join(PYTHON, 'python'))) {
    throw new Error('AWS\'s clients for Python are not installed: run `npm test -- --only clients`, which installs them');
  }
}
