/**
 * Every error a client can get: exception name, HTTP status and message.
 *
 * The first six are the API's (QLDB API Reference, "Common Errors" of each operation). Of their messages only the two of
 * ResourceInUseException are known from AWS's own driver tests; clients match on them, so they are kept word for word.
 */
const STATUS = {
  InvalidParameterException: 400,
  LimitExceededException: 400,
  ResourceNotFoundException: 404,
  ResourceAlreadyExistsException: 409,
  ResourceInUseException: 409,
  ResourcePreconditionNotMetException: 412,
  // The session API's, of which the model gives no statuses. 503 makes drivers run the transaction again after a while.
  BadRequestException: 400,
  InvalidSessionException: 400,
  OccConflictException: 400,
  RateExceededException: 400,
  CapacityExceededException: 503,
  // Not in the API models: what AWS services have in common, and what only a server of one's own can say.
  AccessDeniedException: 403,
  UnknownOperationException: 404,
  InternalFailure: 500,
  ServiceUnavailable: 503,
} as const;

export type ErrorName = keyof typeof STATUS;

export type ResourceType = 'Ledger' | 'JournalKinesisStream' | 'JournalS3Export' | 'Table';

interface ErrorMembers {
  readonly ParameterName?: string;
  readonly ResourceType?: ResourceType;
  readonly ResourceName?: string;
  /** Of BadRequestException and InvalidSessionException. */
  readonly Code?: string;
}

/** An answer to a client that is not what it asked for. */
export class ServiceError extends Error {
  constructor(
    override readonly name: ErrorName | string,
    message: string,
    readonly members: ErrorMembers = {},
    readonly status: number = defaultStatus(name),
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Status of a known error, 400 of any other. */
export function defaultStatus(name: string): number {
  return Object.hasOwn(STATUS, name) ? STATUS[name as ErrorName] : 400;
}

export const errors = {
  invalidParameter: (message: string, parameter?: string) =>
    new ServiceError('InvalidParameterException', message, parameter === undefined ? {} : { ParameterName: parameter }),

  ledgerNotFound: (name: string) => resourceNotFound('Ledger', name),
  resourceNotFound,

  ledgerExists: (name: string) =>
    new ServiceError('ResourceAlreadyExistsException', `Ledger with name '${name}' already exists`, ledger(name)),

  ledgerBeingCreated: (name: string) =>
    new ServiceError('ResourceInUseException', `Ledger is being created: '${name}'; try again once its state is ACTIVE`, ledger(name)),

  ledgerNotReady: (name: string) => new ServiceError(
    'ResourcePreconditionNotMetException', `Ledger is being created: '${name}'; try again once its state is ACTIVE`, ledger(name)),

  ledgerKeyInaccessible: (name: string) => new ServiceError(
    'ResourcePreconditionNotMetException',
    `Amazon QLDB does not have grant access on the AWS KMS customer managed key of the ledger '${name}'; enable the key, or give the ledger another one`,
    ledger(name),
  ),

  noDigest: (name: string) => new ServiceError(
    'ResourcePreconditionNotMetException',
    `Ledger '${name}' was imported as history only: blocks at its beginning are missing, so it has no digest and no proofs`,
    ledger(name),
  ),

  damagedBlock: (message: string, cause: unknown) => new ServiceError('InternalFailure', message, {}, undefined, { cause }),

  ledgerBeingDeleted: (name: string) =>
    new ServiceError('ResourceInUseException', `Ledger is being deleted: '${name}'; its name is free once the deletion has finished`, ledger(name)),

  ledgerProtected: (name: string) => new ServiceError(
    'ResourcePreconditionNotMetException',
    `Ledger '${name}' has deletion protection; set DeletionProtection to false with UpdateLedger before deleting it`,
    ledger(name),
  ),

  tooManyLedgers: (limit: number) => new ServiceError(
    'LimitExceededException',
    `the account has ${limit} active ledgers in this Region, which is its limit; delete one or raise the limit`,
    { ResourceType: 'Ledger' },
  ),

  exportNotFound: (exportId: string, ledgerName: string) => new ServiceError(
    'ResourceNotFoundException', `Ledger '${ledgerName}' has no journal export with the id '${exportId}', or it has expired`,
    { ResourceType: 'JournalS3Export', ResourceName: exportId },
  ),

  tooManyExports: (ledgerName: string, limit: number) => new ServiceError(
    'LimitExceededException',
    `Exceeded the limit of ${limit} concurrent journal export jobs of ledger '${ledgerName}'; wait until one has finished or raise the limit`,
    { ResourceType: 'JournalS3Export' },
  ),

  streamNotFound: (streamId: string, ledgerName: string) => new ServiceError(
    'ResourceNotFoundException', `Ledger '${ledgerName}' has no journal stream with the id '${streamId}', or it has expired`, stream(streamId)),

  streamNameTaken: (name: string, ledgerName: string) => new ServiceError(
    'ResourcePreconditionNotMetException',
    `Ledger '${ledgerName}' has an active journal stream with the name '${name}' already; cancel it, or give the new one another name`,
    stream(name),
  ),

  streamEnded: (streamId: string, status: string) => new ServiceError(
    'ResourcePreconditionNotMetException', `Journal stream '${streamId}' is ${status}; only a stream that is ACTIVE or IMPAIRED can be cancelled`,
    stream(streamId),
  ),

  tooManyStreams: (ledgerName: string, limit: number) => new ServiceError(
    'LimitExceededException',
    `Exceeded the limit of ${limit} active journal streams of ledger '${ledgerName}'; cancel one or raise the limit`,
    { ResourceType: 'JournalKinesisStream' },
  ),

  accessDenied: (message: string) => new ServiceError('AccessDeniedException', message),

  unknownOperation: (method: string, path: string) =>
    new ServiceError('UnknownOperationException', `there is no operation '${method} ${path}' in the QLDB API`),

  internalFailure: () => new ServiceError('InternalFailure', 'the request failed within the server; its log has the cause under this request id'),

  unavailable: (message: string, cause?: unknown) => new ServiceError('ServiceUnavailable', message, {}, undefined, { cause }),
} as const;

function resourceNotFound(type: ResourceType, name: string): ServiceError {
  return new ServiceError('ResourceNotFoundException', `${type} with name '${name}' does not exist`, { ResourceType: type, ResourceName: name });
}

function ledger(name: string): ErrorMembers {
  return { ResourceType: 'Ledger', ResourceName: name };
}

function stream(name: string): ErrorMembers {
  return { ResourceType: 'JournalKinesisStream', ResourceName: name };
}
