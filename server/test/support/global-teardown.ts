async function globalTeardown(): Promise<void> {
  await globalThis.qldbServerTests?.cluster.stop();
}

export = globalTeardown;
