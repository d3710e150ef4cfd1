import type { Properties } from '../custom-resource/event';
import { readProperties } from '../custom-resource/property-reader';
import { readMoment, type Moment } from '../journal/moment';
import { shortHash, type Claimant } from '../owner';

/** What a template says about a stream. */
export interface StreamDeclaration {
  readonly ledgerName: string;
  /** Absent when the function is to make one. */
  readonly streamName?: string;
  readonly kinesisArn: string;
  readonly aggregation: boolean;
  readonly roleArn: string;
  readonly start: Moment;
  readonly end?: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** QLDB API, shape `StreamName`. */
const MAX_NAME = 32;
const HASH = 12;

/**
 * Reads what a template declares.
 *
 * @throws a `RequestFailure` that lists every problem
 */
export function readStream(properties: Properties): StreamDeclaration {
  return readProperties(properties, (reader) => {
    const end = readMoment(reader, properties, 'ExclusiveEndTime');
    if (end && end.kind !== 'fixed') {
      reader.problem(`"ExclusiveEndTime" of a stream must be a moment in ISO 8601, got ${JSON.stringify(properties.ExclusiveEndTime)}`);
    }
    return {
      ledgerName: reader.name('LedgerName'),
      kinesisArn: reader.text('KinesisStreamArn'),
      aggregation: reader.flag('AggregationEnabled', true),
      roleArn: reader.text('RoleArn'),
      start: readMoment(reader, properties, 'InclusiveStartTime') ?? { kind: 'ledger-creation' } as const,
      tags: reader.tags('Tags'),
      ...properties.StreamName !== undefined && { streamName: reader.name('StreamName') },
      ...end?.kind === 'fixed' && { end: end.time },
    };
  });
}

/** Short text that is another for every change after which a stream has to be replaced: QLDB can change nothing but tags. */
export function markOfStream({ tags: _, ...fixed }: StreamDeclaration): string {
  return shortHash(JSON.stringify(Object.entries(fixed).sort(([a], [b]) => (a < b ? -1 : 1))), HASH);
}

/**
 * The name of a stream that was given none: another for every change that replaces the stream, so that the new one and the old
 * can be active together. Made here and not at synth, because only here it is known what is behind the template's references.
 */
export function generatedName({ stackName, logicalResourceId }: Claimant, mark: string): string {
  const readable = logicalResourceId.replace(/[^A-Za-z0-9]/g, '');
  const lettered = /^[A-Za-z]/.test(readable) ? readable : `Stream${readable}`;
  return lettered.slice(0, MAX_NAME - HASH) + shortHash(`${stackName}/${logicalResourceId}/${mark}`, HASH);
}
