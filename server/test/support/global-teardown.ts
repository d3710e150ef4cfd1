import { removeFolders } from './scratch-folder';

async function globalTeardown(): Promise<void> {
  const prepared = globalThis.qldbServerTests;
  if (prepared) {
    await prepared.cluster.stop();
    removeFolders(prepared.folders);
  }
}

export = globalTeardown;
