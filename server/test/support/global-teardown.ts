import { rmSync } from 'node:fs';

async function globalTeardown(): Promise<void> {
  const prepared = globalThis.qldbServerTests;
  if (prepared) {
    await prepared.cluster.stop();
    rmSync(prepared.directory, { recursive: true, force: true });
  }
}

export = globalTeardown;
