import {
  CreateStreamCommand, DeleteStreamCommand, DescribeStreamCommand, GetRecordsCommand, GetShardIteratorCommand, KinesisClient, ListShardsCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { deaggregated } from './kinesis-records';
import type { Ministack } from './ministack';
import { decoded, type DecodedRecord } from './stream-records';

/** A stream of ministack's Kinesis, as the tests make it, read it and take it away. */
export class KinesisStream {
  static async create(ministack: Ministack, name: string, ShardCount = 1): Promise<KinesisStream> {
    const client = new KinesisClient({
      endpoint: ministack.endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      requestHandler: new NodeHttpHandler(),
    });
    const stream = new KinesisStream(client, name, ShardCount);
    await stream.create();
    return stream;
  }

  arn = '';

  private constructor(readonly client: KinesisClient, readonly name: string, private readonly shards: number) {}

  async create(): Promise<void> {
    await this.client.send(new CreateStreamCommand({ StreamName: this.name, ShardCount: this.shards }));
    const { StreamDescription } = await this.client.send(new DescribeStreamCommand({ StreamName: this.name }));
    this.arn = StreamDescription?.StreamARN ?? '';
  }

  async delete(): Promise<void> {
    await this.client.send(new DeleteStreamCommand({ StreamName: this.name }));
  }

  /** Everything that is in the stream, shard after shard, de-aggregated. */
  async read(): Promise<readonly DecodedRecord[]> {
    return (await this.raw()).flatMap((data) => deaggregated(data).map(decoded));
  }

  /** The records of Kinesis as they are. */
  async raw(): Promise<readonly Uint8Array[]> {
    const { Shards = [] } = await this.client.send(new ListShardsCommand({ StreamName: this.name }));
    const found: Uint8Array[] = [];
    for (const { ShardId } of Shards) {
      const { ShardIterator } = await this.client.send(
        new GetShardIteratorCommand({ StreamName: this.name, ShardId, ShardIteratorType: 'TRIM_HORIZON' }));
      for (let iterator = ShardIterator; iterator !== undefined;) {
        const { Records = [], NextShardIterator } = await this.client.send(new GetRecordsCommand({ ShardIterator: iterator }));
        found.push(...Records.map(({ Data }) => Data ?? new Uint8Array()));
        iterator = Records.length > 0 ? NextShardIterator : undefined;
      }
    }
    return found;
  }

  close(): void {
    this.client.destroy();
  }
}
