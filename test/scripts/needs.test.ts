import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NEEDS = join(__dirname, '..', '..', 'scripts', 'needs.mjs');

/** Runs the check with a `python3` of its own on the PATH. */
function check(python?: string): { code: number | null; printed: string } {
  const directory = mkdtempSync(join(tmpdir(), 'needs-'));
  if (python !== undefined) {
    writeFileSync(join(directory, 'python3'), `#!/bin/sh\n${python}\n`);
    chmodSync(join(directory, 'python3'), 0o755);
  }
  const script = `import { checkNeeds } from ${JSON.stringify(NEEDS)}; await checkNeeds();`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { env: { PATH: directory }, encoding: 'utf8' });
  rmSync(directory, { recursive: true });
  return { code: status, printed: stderr };
}

describe('the check of what the machine needs', () => {
  it('passes where everything is there', () => {
    expect(check('echo 3.12')).toEqual({ code: 0, printed: '' });
  });

  it.each([
    ['there is no Python', undefined, 'Python 3.10 or newer as `python3` for the local AWS services: none was found'],
    ['Python is too old', 'echo 3.9', 'Python 3.10 or newer as `python3`: this is 3.9'],
    ['Python has no venv', 'exit 1', 'apt-get install python3-venv'],
  ])('says what to install when %s', (_title, python, message) => {
    const { code, printed } = check(python);
    expect(code).toBe(1);
    expect(printed).toContain(message);
  });
});
