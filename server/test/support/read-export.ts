import { dumpText, loadAll } from 'ion-js';
import { parseText } from '../../src/ion/text';
import { fieldOf, type Value } from '../../src/ion/value';
import { verifyChain, type VerifiedChain } from '../../src/journal/verifier';
import { readBlock } from '../../src/journal/verifier/read-block';

/** The values of an object, read with AWS's own library. */
export function ionValues(body: Buffer): readonly Value[] {
  return loadAll(body).map((value) => parseText(dumpText(value)));
}

/** The keys that a completed manifest names. */
export function manifestKeys(body: Buffer): readonly string[] {
  const [manifest] = ionValues(body);
  const keys = manifest?.kind === 'struct' ? fieldOf(manifest, 'keys') : undefined;
  if (keys?.kind !== 'list') {
    throw new Error(`no keys in the manifest: ${body.toString()}`);
  }
  return keys.elements.map((key) => key.kind === 'string' ? key.value : '');
}

export interface ReadExport extends VerifiedChain {
  readonly sequenceNos: readonly number[];
}

/** Checks the objects that a manifest names: that keys say which blocks are in them, and the chain of hashes over all of them. */
export async function verifyExport(keys: readonly string[], read: (key: string) => Promise<Buffer>): Promise<ReadExport> {
  const blocks = [];
  for (const key of keys) {
    const own = ionValues(await read(key)).map(readBlock);
    const [, hour, first, last] = /(\d{4}\/\d\d\/\d\d\/\d\d)\/[^/]+\.(\d+)-(\d+)\.ion$/.exec(key) ?? [];
    expect([own[0]?.address.sequenceNo, own.at(-1)?.address.sequenceNo]).toEqual([Number(first), Number(last)]);
    for (const { timestamp } of own) {
      expect(new Date(timestamp).toISOString().slice(0, 13).replaceAll('-', '/').replace('T', '/')).toBe(hour);
    }
    blocks.push(...own);
  }
  return { ...verifyChain(blocks), sequenceNos: blocks.map(({ address }) => address.sequenceNo) };
}
