/** What a destination's failure says about it. */
export type DestinationProblem =
  /** It answered that what was asked for is not possible: no permission, no such bucket, no such key. */
  | 'refused'
  /** It answered something else: a failure of its own, or that it has too much to do. */
  | 'unexpected'
  /** It did not answer. */
  | 'unreachable'
  /** It was not asked: the server has no credentials of its own, or they are not good. */
  | 'no-credentials';

/** Writing where a role may write has failed. */
export class DestinationError extends Error {
  override readonly name = 'DestinationError';

  constructor(
    readonly problem: DestinationProblem,
    /** What failed, in the words of the service. */
    readonly code: string,
    /** The service that answered, or should have. */
    readonly service: 'S3' | 'Kinesis' | 'STS',
    message: string,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: { readonly throttling?: boolean };
}

/** What STS says when it is the server's own credentials that are not good. */
const OWN_CREDENTIALS = new Set(['CredentialsProviderError', 'ExpiredToken', 'ExpiredTokenException', 'InvalidClientTokenId', 'SignatureDoesNotMatch', 'UnrecognizedClientException']);

/** What services say, with a status as of a refusal, where the same may succeed later. */
const PASSING = new Set([
  'ProvisionedThroughputExceededException', 'LimitExceededException', 'ThrottlingException', 'Throttling', 'KMSThrottlingException',
  // The Kinesis stream is being created, changed or deleted.
  'ResourceInUseException',
]);

/** An error of the AWS SDK, by what can be done about it. What is one already is returned as it is. */
export function destinationError(service: DestinationError['service'], error: unknown): DestinationError {
  if (error instanceof DestinationError) {
    return error;
  }
  const { name = 'Error', message = '', $metadata, $retryable } = error as SdkError;
  const status = $metadata?.httpStatusCode;
  const problem = name === 'CredentialsProviderError' || (service === 'STS' && OWN_CREDENTIALS.has(name)) ? 'no-credentials'
    : status === undefined ? 'unreachable'
      : status >= 500 || status === 429 || $retryable?.throttling || PASSING.has(name) ? 'unexpected'
        : 'refused';
  return new DestinationError(problem, name, service, message, { cause: error });
}
