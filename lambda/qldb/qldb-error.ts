/**
 * What became of a call that did not succeed, as far as it decides what to do next:
 *
 * - `not-found`, `exists`, `in-use`, `precondition`, `invalid`, `limit`, `access-denied`: QLDB's own refusals; nothing was done
 * - `throttled`, `unavailable`, `interrupted`: it may succeed when tried again; it may also have been done
 * - `unreachable`, `untrusted`: no connection, so nothing was done
 * - `unknown`: an answer that is not QLDB's, or a defect
 */
export type QldbErrorKind = 'not-found' | 'exists' | 'in-use' | 'precondition' | 'invalid' | 'limit' | 'access-denied'
  | 'throttled' | 'unavailable' | 'interrupted' | 'unreachable' | 'untrusted' | 'unknown';

export class QldbError extends Error {
  override readonly name = 'QldbError';

  constructor(
    readonly kind: QldbErrorKind,
    /** API operation, such as `CreateLedger`. */
    readonly operation: string,
    message: string,
    /** Name of the exception or code of the network error. */
    readonly code: string,
    /** Member of the request that QLDB refused, if it says so. */
    readonly parameter?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** QLDB API Reference, "Errors" of the operations. By name: a bundle may hold several copies of a class. */
const EXCEPTIONS: Readonly<Record<string, QldbErrorKind>> = {
  ResourceNotFoundException: 'not-found',
  ResourceAlreadyExistsException: 'exists',
  ResourceInUseException: 'in-use',
  ResourcePreconditionNotMetException: 'precondition',
  InvalidParameterException: 'invalid',
  LimitExceededException: 'limit',
  AccessDeniedException: 'access-denied',
  AccessDenied: 'access-denied',
  ThrottlingException: 'throttled',
  Throttling: 'throttled',
  TooManyRequestsException: 'throttled',
  RequestLimitExceeded: 'throttled',
};

const NO_CONNECTION = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);
const INTERRUPTED = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ERR_STREAM_PREMATURE_CLOSE']);

/** Sorts what the SDK throws. */
export function toQldbError(operation: string, thrown: unknown): QldbError {
  if (!(thrown instanceof Error)) {
    return new QldbError('unknown', operation, String(thrown), 'unknown');
  }
  const error = thrown as Error & { Message?: string; code?: unknown; ParameterName?: unknown; $metadata?: { httpStatusCode?: number } };
  const code = typeof error.code === 'string' ? error.code : error.name;
  const parameter = typeof error.ParameterName === 'string' ? error.ParameterName : undefined;
  return new QldbError(kindOf(error, code), operation, error.message || error.Message || code, code, parameter, { cause: thrown });
}

/** True if the same call may succeed a little later with nothing else done. */
export function isTransient({ kind }: QldbError): boolean {
  return kind === 'throttled' || kind === 'unavailable' || kind === 'interrupted' || kind === 'unreachable';
}

/** True if what the call asked for may have been done all the same. */
export function mayHaveTakenEffect({ kind }: QldbError): boolean {
  return kind === 'unavailable' || kind === 'interrupted' || kind === 'exists' || kind === 'unknown';
}

function kindOf(error: Error & { $metadata?: { httpStatusCode?: number } }, code: string): QldbErrorKind {
  const exception = Object.hasOwn(EXCEPTIONS, error.name) ? EXCEPTIONS[error.name] : undefined;
  if (exception) {
    return exception;
  }
  const status = error.$metadata?.httpStatusCode;
  if (status !== undefined) {
    return status === 429 ? 'throttled' : status >= 500 ? 'unavailable' : 'unknown';
  }
  if (NO_CONNECTION.has(code) || (error.name === 'TimeoutError' && /connection|connect/i.test(error.message))) {
    return 'unreachable';
  }
  if (/CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|HOSTNAME/.test(code) || code === 'EPROTO') {
    return 'untrusted';
  }
  return INTERRUPTED.has(code) || error.name === 'TimeoutError' || error.name === 'AbortError' ? 'interrupted' : 'unknown';
}
