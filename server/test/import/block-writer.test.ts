import { setImmediate as turn } from 'node:timers/promises';
import { BlockWriter } from '../../src/import/block-writer';
import type { ImportedBlock } from '../../src/store/imported-blocks';

function block(sequenceNo: number, bytes = 100): ImportedBlock {
  const hash = Buffer.alloc(32);
  return {
    sequenceNo, transactionId: 'tx', timestamp: 0, transactionTime: 0, hash, previousHash: hash, entriesHashList: [], nodes: [],
    transactionInfo: Buffer.alloc(bytes), revisions: [],
  };
}

describe('the writer of blocks', () => {
  test('writes all of them, in their order, a few hundred at a time', async () => {
    const written: number[][] = [];
    const writer = new BlockWriter(async (blocks) => {
      await turn();
      written.push(blocks.map(({ sequenceNo }) => sequenceNo));
    });
    for (let n = 1; n <= 1201; n++) await writer.add(block(n));
    await writer.end();
    expect(written.map((blocks) => blocks.length)).toEqual([500, 500, 201]);
    expect(written.flat()).toEqual(Array.from({ length: 1201 }, (_, index) => index + 1));
  });

  test('lets no more wait than it can hold', async () => {
    let added = 0;
    let written = 0;
    let most = 0;
    const writer = new BlockWriter(async (blocks) => {
      await turn();
      written += blocks.length;
    });
    for (; added < 300; added++) {
      most = Math.max(most, added - written);
      await writer.add(block(added, 1_000_000));
    }
    await writer.end();
    expect(written).toBe(300);
    expect(most).toBeLessThan(40);
  });

  test('says what went wrong with the next block, and writes no more', async () => {
    let writes = 0;
    const writer = new BlockWriter(async () => {
      writes += 1;
      throw new Error('the disk is full');
    });
    let added = 0;
    const adding = (async () => {
      for (; added < 5000; added++) await writer.add(block(added));
    })();
    await expect(adding).rejects.toThrow('the disk is full');
    expect(added).toBeLessThan(1000);
    await expect(writer.end()).rejects.toThrow('the disk is full');
    expect(writes).toBe(1);
  });
});
