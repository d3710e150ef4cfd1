import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import type { IStream } from 'aws-cdk-lib/aws-kinesis';
import type { JournalKinesisStreamProps } from '../journal-kinesis-stream-props';
import { DEPLOYMENT, LEDGER_CREATION } from './contract';
import { differs, invalid, validateLedgerOf, validateRange, validateRole } from './journal-validation';
import { validateQldbName } from './qldb-name';
import { validateTimeout } from './timeout';
import { show, type Problem } from './validation';

/** What is wrong with the properties of a stream in a stack, at a moment in milliseconds since the epoch. Tokens are never judged. */
export function validateStreamProps(props: JournalKinesisStreamProps, stack: Stack, now: number): Problem[] {
  return [
    ...validateLedgerOf(props.ledger, stack),
    ...validateKinesisStream(props.kinesisStream, stack),
    ...validateQldbName('journalStreamName', props.journalStreamName, 'Qldb.InvalidStreamName'),
    ...validateRange(props, now, false),
    ...validateEndOfStream(props),
    ...validateRole(props.role, stack),
    ...validateRemovalPolicy(props.removalPolicy),
    ...validateTimeout(props.timeout),
  ];
}

function validateKinesisStream(kinesisStream: IStream, stack: Stack): Problem[] {
  return differs('region', kinesisStream, stack).map(({ theirs, ours }) => ({
    code: 'Qldb.KinesisStreamElsewhere',
    text: `'kinesisStream' must be in the ledger's Region ${show(ours)}, got a stream in ${show(theirs)}: use a stream of that Region`,
  }));
}

function validateEndOfStream({ exclusiveEndTime }: JournalKinesisStreamProps): Problem[] {
  return exclusiveEndTime?._text === DEPLOYMENT || exclusiveEndTime?._text === LEDGER_CREATION
    ? [invalid('exclusiveEndTime', 'be a moment that is known', exclusiveEndTime, 'use JournalTime.at() or fromIsoString(), or leave it out to stream until the stream is cancelled')]
    : [];
}

function validateRemovalPolicy(policy: RemovalPolicy | undefined): Problem[] {
  if (policy !== RemovalPolicy.SNAPSHOT) return [];
  return [{
    code: 'Qldb.InvalidRemovalPolicy',
    text: `'removalPolicy' must not be ${show(policy)}, streams have no snapshots: use RemovalPolicy.DESTROY or RemovalPolicy.RETAIN`,
  }];
}
