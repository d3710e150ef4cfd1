import {
  DescribeJournalKinesisStreamCommand, GetDigestCommand, StreamJournalToKinesisCommand,
} from '@aws-sdk/client-qldb';
import { verifyChain } from '../../../src/journal/verifier';
import { readBlock } from '../../../src/journal/verifier/read-block';
import { DriverLedger } from '../../clients/driver-ledger';
import { ENGINES } from '../../support/engines';
import { eventually } from '../../support/eventually';
import { isAggregate } from '../../support/kinesis-records';
import { KinesisStream } from '../../support/kinesis-stream';
import { Ministack } from '../../support/ministack';
import { blocksOf } from '../../support/read-stream';
import { summaries } from '../../support/stream-jobs';

const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

describe.each(ENGINES)('a stream of what AWS\'s driver writes, on %s', (engine) => {
  let ministack: Ministack;
  let ledger: DriverLedger;
  beforeAll(async () => {
    ministack = await Ministack.start();
    const { endpoint } = ministack;
    ledger = await DriverLedger.open(engine, { delivery: { kinesisEndpoint: endpoint, stsEndpoint: endpoint, credentials: CREDENTIALS } });
  });
  afterAll(async () => {
    await ledger?.close();
    await ministack?.stop();
  });

  test.each([['aggregated', true, 1], ['plain', false, 1], ['aggregated to several shards', true, 4]])(
    'arrives %s, in its order, with a chain of hashes up to the ledger\'s digest',
    async (how, AggregationEnabled, shards) => {
      const kinesis = await KinesisStream.create(ministack, `${engine}-${how.replaceAll(' ', '-')}`, shards);
      const { StreamId } = await ledger.client.send(new StreamJournalToKinesisCommand({
        LedgerName: ledger.name, StreamName: how.replaceAll(' ', '-'), RoleArn: 'arn:aws:iam::000000000000:role/streamer', InclusiveStartTime: new Date(0),
        KinesisConfiguration: { StreamArn: kinesis.arn, AggregationEnabled },
      }));
      const driver = ledger.newDriver();
      const table = `Person${how.length}${shards}`;
      await driver.executeLambda(async (tx) => { await tx.execute(`CREATE TABLE ${table}`); });
      for (let n = 0; n < 5; n += 1) {
        await driver.executeLambda(async (tx) => { await tx.execute(`INSERT INTO ${table} ?`, { n, name: `person ${n}` }); });
      }
      await driver.executeLambda(async (tx) => { await tx.execute(`UPDATE ${table} SET name = ? WHERE n < 3`, 'other'); });
      await driver.executeLambda(async (tx) => { await tx.execute(`DELETE FROM ${table} WHERE n = 1`); });
      const { Digest = new Uint8Array(), DigestTipAddress } = await ledger.client.send(new GetDigestCommand({ Name: ledger.name }));
      const tip = Number(/sequenceNo:(\d+)/.exec(DigestTipAddress?.IonText ?? '')?.[1]);
      const records = await eventually(() => kinesis.read(), (read) => summaries(read).includes(`block ${tip}`));
      const blocks = blocksOf(records).map(readBlock);
      expect(blocks.map(({ address }) => address.sequenceNo)).toEqual(Array.from({ length: tip }, (_, n) => n + 1));
      expect(verifyChain(blocks).digest).toEqual(Buffer.from(Digest));
      expect(summaries(records)[0]).toBe('CREATED');
      expect((await kinesis.raw()).every((data) => isAggregate(data) === AggregationEnabled)).toBe(true);
      const { Stream } = await ledger.client.send(new DescribeJournalKinesisStreamCommand({ LedgerName: ledger.name, StreamId }));
      expect(Stream?.Status).toBe('ACTIVE');
      kinesis.close();
    },
  );
});
