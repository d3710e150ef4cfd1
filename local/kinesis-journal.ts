import { GetRecordsCommand, GetShardIteratorCommand, KinesisClient, ListShardsCommand, type KinesisClientConfig } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { deaggregateSync } from 'aws-kinesis-agg';
import { load, type dom } from 'ion-js';

/** A record of a journal stream: https://docs.aws.amazon.com/qldb/latest/developerguide/streams.records.html */
export interface JournalRecord {
  readonly type: string;
  readonly streamArn: string;
  readonly payload: dom.Value;
}

export interface JournalRecords {
  /** Records of Kinesis that were read. */
  readonly kinesisRecords: number;
  /** What was in them, in their order. */
  readonly records: readonly JournalRecord[];
}

/** A Kinesis stream, read from its beginning, as a consumer of a journal stream reads it. */
export class KinesisJournal {
  private readonly kinesis: KinesisClient;
  private iterators: (string | undefined)[] | undefined;

  constructor(settings: KinesisClientConfig, private readonly streamName: string) {
    this.kinesis = new KinesisClient({ ...settings, requestHandler: new NodeHttpHandler() });
  }

  /** What has come since the last time. */
  public async read(): Promise<JournalRecords> {
    this.iterators ??= await this.open();
    let kinesisRecords = 0;
    const records: JournalRecord[] = [];
    for (const [index, iterator] of this.iterators.entries()) {
      if (iterator !== undefined) {
        const { Records: found = [], NextShardIterator } = await this.kinesis.send(new GetRecordsCommand({ ShardIterator: iterator }));
        this.iterators[index] = NextShardIterator;
        kinesisRecords += found.length;
        records.push(...found.flatMap(({ Data }) => deaggregated(Data ?? new Uint8Array())).map(decoded));
      }
    }
    return { kinesisRecords, records };
  }

  public close(): void {
    this.kinesis.destroy();
  }

  private async open(): Promise<(string | undefined)[]> {
    const { Shards: shards = [] } = await this.kinesis.send(new ListShardsCommand({ StreamName: this.streamName }));
    return Promise.all(shards.map(async ({ ShardId }) => {
      const from = { StreamName: this.streamName, ShardId, ShardIteratorType: 'TRIM_HORIZON' } as const;
      return (await this.kinesis.send(new GetShardIteratorCommand(from))).ShardIterator;
    }));
  }
}

/** The records in one of Kinesis, by AWS's own library. One that is no aggregate is itself. */
function deaggregated(data: Uint8Array): readonly Buffer[] {
  const records: Buffer[] = [];
  const record = {
    kinesisSchemaVersion: '1.0', partitionKey: '', sequenceNumber: '', approximateArrivalTimestamp: 0, data: Buffer.from(data).toString('base64'),
  };
  deaggregateSync(record, true, (error, found) => {
    if (error) {
      throw error;
    }
    records.push(...(found ?? []).map((each) => Buffer.from(each.data, 'base64')));
  });
  return records;
}

function decoded(data: Buffer): JournalRecord {
  const record = load(data);
  const payload = record?.get('payload');
  if (!payload) {
    throw new Error(`a record of ${data.length} bytes is not one of a journal stream`);
  }
  return { type: record?.get('recordType')?.stringValue() ?? '', streamArn: record?.get('qldbStreamArn')?.stringValue() ?? '', payload };
}
