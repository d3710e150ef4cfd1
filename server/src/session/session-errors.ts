import { ServiceError } from '../errors';

/**
 * The errors of the session API. Drivers act on the names and on some of the messages, which are word for word those of
 * https://docs.aws.amazon.com/qldb/latest/developerguide/driver-errors.html
 */

/** AWS's values are not known; no client acts on them. */
const CODE = { Code: '400' } as const;

export const badRequest = (message: string) => new ServiceError('BadRequestException', message, CODE);

export const noSuchSession = () => new ServiceError('InvalidSessionException', 'No such session', CODE);

export const sessionExpired = (sessionId: string) => new ServiceError('InvalidSessionException', `Session ${sessionId} has expired`, CODE);

export const invalidSession = (message: string) => new ServiceError('InvalidSessionException', message, CODE);

export const conflict = () =>
  new ServiceError('OccConflictException', 'Optimistic concurrency control failure: what the transaction read was changed by another one; run it again');

export const tooManySessions = (limit: number) => new ServiceError('LimitExceededException', `Exceeded the session limit: a ledger can have ${limit} sessions`);

export const tooManyRequests = () =>
  new ServiceError('CapacityExceededException', 'Capacity exceeded: too many requests of this session wait for one another');

/**
 * Neither 500 nor 503: drivers would run the transaction again, though it may have been committed. SDKs that retry send the same commit
 * again, which is safe.
 */
export const commitOutcomeUnknown = (cause: unknown) => new ServiceError(
  'CommitOutcomeUnknown',
  'the database went away during the commit: the transaction may have been committed or not; send the same commit again, or look before running the'
  + ' transaction again',
  {},
  504,
  { cause },
);
