// A server that answers the session API without doing anything, in a process of its own: what a driver and its HTTP cost alone.
import { createServer } from 'node:http';

const TRANSACTION = '0123456789abcdefghijkl';
const TIMING = { ProcessingTimeMilliseconds: 1 };
const IOS = { ReadIOs: 0, WriteIOs: 1 };

type Command = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function answer(command: Command): object {
  return command.StartSession ? { StartSession: { SessionToken: 'echo', TimingInformation: TIMING } }
    : command.StartTransaction ? { StartTransaction: { TransactionId: TRANSACTION, TimingInformation: TIMING } }
      : command.ExecuteStatement ? { ExecuteStatement: { FirstPage: { Values: [] }, TimingInformation: TIMING, ConsumedIOs: IOS } }
        : command.CommitTransaction
          ? { CommitTransaction: { ...command.CommitTransaction, TimingInformation: TIMING, ConsumedIOs: IOS } }
          : { [Object.keys(command).find((name) => name !== 'SessionToken') ?? 'AbortTransaction']: { TimingInformation: TIMING } };
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.stringify(answer(JSON.parse(Buffer.concat(chunks).toString('utf8')) as Command));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.(typeof address === 'object' ? address?.port : undefined);
});
process.on('disconnect', () => process.exit());
