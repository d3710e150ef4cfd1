import fc from 'fast-check';
import { completedManifestKey, dataObjectKey, startedManifestKey } from '../../src/delivery/export/export-keys';
import { splitObjects, type DataObject, type EncodedBlock } from '../../src/delivery/export/split-objects';

const HOUR = 3_600_000;

async function split(blocks: readonly EncodedBlock[], maxBytes: number): Promise<readonly DataObject[]> {
  const objects: DataObject[] = [];
  for await (const object of splitObjects(blocks, maxBytes)) {
    objects.push(object);
  }
  return objects;
}

const wait = fc.oneof(fc.constant(0), fc.nat(HOUR), fc.nat(30 * HOUR));

/** Blocks one after the other, as a journal has them: times never go back. */
const journal = fc.tuple(fc.nat(1_000), fc.array(fc.record({ size: fc.integer({ min: 1, max: 50 }), wait })))
  .map(([first, steps]) => {
    let timestamp = Date.UTC(2026, 11, 31, 22, 30);
    return steps.map((step, index): EncodedBlock => {
      timestamp += step.wait;
      return { sequenceNo: first + index, timestamp, bytes: Buffer.alloc(step.size, index) };
    });
  });

describe('the objects of an export', () => {
  test('have every block once and in order, of one hour each, and no more bytes than they may', async () => {
    await fc.assert(fc.asyncProperty(journal, fc.integer({ min: 1, max: 200 }), async (blocks, maxBytes) => {
      const objects = await split(blocks, maxBytes);
      expect(Buffer.concat(objects.map(({ body }) => body))).toEqual(Buffer.concat(blocks.map(({ bytes }) => bytes)));
      expect(objects.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index)))
        .toEqual(blocks.map(({ sequenceNo }) => sequenceNo));
      for (const { first, last, body, timestamp } of objects) {
        const own = blocks.filter(({ sequenceNo }) => sequenceNo >= first && sequenceNo <= last);
        expect(body.length <= maxBytes || own.length === 1).toBe(true);
        expect(new Set(own.map((block) => Math.floor(block.timestamp / HOUR))).size).toBe(1);
        expect(own[0]?.timestamp).toBe(timestamp);
      }
    }));
  });

  test('are no more than they have to be', async () => {
    await fc.assert(fc.asyncProperty(journal, fc.integer({ min: 1, max: 200 }), async (blocks, maxBytes) => {
      const objects = await split(blocks, maxBytes);
      objects.slice(1).forEach((next, index) => {
        const previous = objects[index]!;
        const [size = 0] = blocks.filter(({ sequenceNo }) => sequenceNo === next.first).map(({ bytes }) => bytes.length);
        const sameHour = Math.floor(previous.timestamp / HOUR) === Math.floor(next.timestamp / HOUR);
        expect(sameHour && previous.body.length + size <= maxBytes).toBe(false);
      });
    }));
  });

  test('lie where the developer guide says', () => {
    const place = { exportId: '8UyXulxccYLAsbN1aon7e4', prefix: 'journalExport/', strandId: 'JdxjkR9bSYB5jMHWcI464T' };
    const object = { first: 1, last: 4, timestamp: Date.UTC(2019, 3, 15, 22, 59, 59, 999) };
    expect(startedManifestKey(place)).toBe('journalExport/8UyXulxccYLAsbN1aon7e4.started.manifest');
    expect(completedManifestKey(place)).toBe('journalExport/8UyXulxccYLAsbN1aon7e4.JdxjkR9bSYB5jMHWcI464T.completed.manifest');
    expect(dataObjectKey(place, object, 'ion')).toBe('journalExport/2019/04/15/22/JdxjkR9bSYB5jMHWcI464T.1-4.ion');
    expect(dataObjectKey({ ...place, prefix: '' }, object, 'json')).toBe('2019/04/15/22/JdxjkR9bSYB5jMHWcI464T.1-4.json');
  });
});
