import { streamApi } from '../../../lambda/journal-kinesis-stream/stream-api';
import { exportApi } from '../../../lambda/journal-s3-export/export-api';
import { connect } from '../../../lambda/qldb/qldb';
import { QldbError } from '../../../lambda/qldb/qldb-error';
import { scriptedQldb, type ScriptedAnswer, type ScriptedRequest } from '../support/scripted-qldb';

const EXPORT_ID = 'Abcdefghijklmnopqrst12';
const signal = () => AbortSignal.timeout(20_000);
const request = {
  ledgerName: 'orders', bucket: 'archive', prefix: 'orders/', encryption: 'SSE_KMS', kmsKeyArn: 'arn:aws:kms:us-east-1:111122223333:key/1', outputFormat: 'JSON',
  roleArn: 'arn:aws:iam::111122223333:role/export', start: new Date(1_500), end: new Date(2_500),
};
const streamRequest = {
  ledgerName: 'orders', streamName: 'to-kinesis', kinesisArn: 'arn:aws:kinesis:us-east-1:111122223333:stream/x', aggregation: false, roleArn: request.roleArn, start: new Date(1_500), end: new Date(2_500),
};
const description = (id: string) => ({
  LedgerName: 'orders', ExportId: id, Status: 'COMPLETED', ExportCreationTime: 3.25, InclusiveStartTime: 1.5, ExclusiveEndTime: 2.5, RoleArn: request.roleArn,
  S3ExportConfiguration: { Bucket: 'archive', Prefix: '', EncryptionConfiguration: { ObjectEncryptionType: 'SSE_S3' } },
});
const stream = (id: string) => ({
  LedgerName: 'orders', StreamId: id, Status: 'IMPAIRED', ErrorCause: 'KINESIS_STREAM_NOT_FOUND', StreamName: 'to-kinesis', RoleArn: request.roleArn, CreationTime: 3.25, InclusiveStartTime: 1.5,
  KinesisConfiguration: { StreamArn: streamRequest.kinesisArn },
});

/** Runs `use` with clients of an endpoint. @returns what the endpoint saw */
async function withEndpoint(
  answer: (request: ScriptedRequest, count: number) => ScriptedAnswer,
  use: (clients: [Parameters<typeof exportApi>[0], Parameters<typeof exportApi>[0]]) => Promise<void>,
) {
  const server = await scriptedQldb(answer);
  Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' });
  const clients = [connect(server.endpoint, {}), connect(server.endpoint, {}, 1)] as const;
  try {
    await use([...clients]);
  } finally {
    clients.forEach((client) => client.destroy());
    await server.close();
  }
  return server.requests;
}

describe('starting an export', () => {
  test('sends what is asked for, times with milliseconds', async () => {
    const requests = await withEndpoint(() => ({ status: 200, body: { ExportId: EXPORT_ID } }), async (clients) => {
      expect(await exportApi(...clients, signal).start(request)).toBe(EXPORT_ID);
    });
    expect(requests).toEqual([{
      method: 'POST', url: '/ledgers/orders/journal-s3-exports',
      body: {
        InclusiveStartTime: 1.5, ExclusiveEndTime: 2.5, OutputFormat: 'JSON', RoleArn: request.roleArn,
        S3ExportConfiguration: { Bucket: 'archive', Prefix: 'orders/', EncryptionConfiguration: { ObjectEncryptionType: 'SSE_KMS', KmsKeyArn: request.kmsKeyArn } },
      },
    }]);
  });

  test.each<[string, ScriptedAnswer]>([
    ['an error of the service', { status: 500, body: { message: 'broken' } }], ['a lost answer', 'dropped'], ['too many exports', { status: 400, body: { __type: 'LimitExceededException' } }],
  ])('is not repeated by the client after %s: each request is another export', async (_, answer) => {
    const requests = await withEndpoint(() => answer, async (clients) => {
      await expect(exportApi(...clients, signal).start(request)).rejects.toBeInstanceOf(QldbError);
    });
    expect(requests).toHaveLength(1);
  });
});

describe('starting a stream', () => {
  test('sends what is asked for, and is not repeated by the client', async () => {
    const requests = await withEndpoint(() => ({ status: 500, body: {} }), async (clients) => {
      await expect(streamApi(...clients, signal).start(streamRequest, { a: 'b' })).rejects.toMatchObject({ kind: 'unavailable' });
    });
    expect(requests).toEqual([{
      method: 'POST', url: '/ledgers/orders/journal-kinesis-streams',
      body: {
        StreamName: 'to-kinesis', RoleArn: request.roleArn, InclusiveStartTime: 1.5, ExclusiveEndTime: 2.5, Tags: { a: 'b' },
        KinesisConfiguration: { StreamArn: streamRequest.kinesisArn, AggregationEnabled: false },
      },
    }]);
  });
});

describe('lists', () => {
  test('of exports are read to the last page, with the defaults of the API', async () => {
    const requests = await withEndpoint((_, count) => ({
      status: 200, body: { JournalS3Exports: [description(`${EXPORT_ID.slice(0, 21)}${count}`)], ...count < 3 && { NextToken: `page${count}` } },
    }), async (clients) => {
      const found = await exportApi(...clients, signal).list('orders');
      expect(found.map(({ exportId }) => exportId.at(-1))).toEqual(['1', '2', '3']);
      expect(found[0]).toEqual({
        exportId: `${EXPORT_ID.slice(0, 21)}1`, status: 'COMPLETED', creationTime: new Date(3_250), ledgerName: 'orders', start: new Date(1_500), end: new Date(2_500),
        bucket: 'archive', prefix: '', encryption: 'SSE_S3', outputFormat: 'ION_TEXT', roleArn: request.roleArn,
      });
    });
    expect(requests.map(({ url }) => url)).toEqual(['', '?next_token=page1', '?next_token=page2'].map((query) => `/ledgers/orders/journal-s3-exports${query}`));
  });

  test('of streams are read to the last page', async () => {
    await withEndpoint((_, count) => ({ status: 200, body: { Streams: [stream(`${EXPORT_ID.slice(0, 21)}${count}`)], ...count < 2 && { NextToken: 'next' } } }), async (clients) => {
      const found = await streamApi(...clients, signal).list('orders');
      expect(found).toHaveLength(2);
      expect(found[0]).toMatchObject({ status: 'IMPAIRED', errorCause: 'KINESIS_STREAM_NOT_FOUND', aggregation: true, creationTime: new Date(3_250) });
    });
  });

  test.each(['streams', 'exports'])('of %s are empty for a ledger that does not exist', async (what) => {
    await withEndpoint(() => ({ status: 404, body: { __type: 'ResourceNotFoundException', Message: 'no' } }), async (clients) => {
      expect(await (what === 'streams' ? streamApi(...clients, signal).list('orders') : exportApi(...clients, signal).list('orders'))).toEqual([]);
    });
  });
});

test('what is not known is no error, and an answer that is none of QLDB\'s is', async () => {
  await withEndpoint(() => ({ status: 404, body: { __type: 'ResourceNotFoundException', Message: 'no' } }), async (clients) => {
    expect(await exportApi(...clients, signal).describe('orders', EXPORT_ID)).toBeUndefined();
    expect(await streamApi(...clients, signal).describe('orders', EXPORT_ID)).toBeUndefined();
  });
  await withEndpoint(() => ({ status: 200, body: {} }), async (clients) => {
    await expect(exportApi(...clients, signal).start(request)).rejects.toMatchObject({ kind: 'unknown' });
    await expect(streamApi(...clients, signal).describe('orders', EXPORT_ID)).rejects.toMatchObject({ kind: 'unknown' });
  });
});
