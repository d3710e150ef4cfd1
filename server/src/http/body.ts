import { errors, type ServiceError } from '../errors';

/** https://docs.aws.amazon.com/qldb/latest/developerguide: the largest request is a transaction's statement with its parameters. */
export const MAX_BODY_BYTES = 8 * 1024 * 1024;

/**
 * Parses a body as JSON. Without one the result is `undefined`: GetDigest is a POST with nothing in it.
 *
 * @param refuse the protocol's error for a request that cannot be read
 * @throws ServiceError as `refuse` makes it for another content type, for text that is not UTF-8 or not JSON
 */
export function parseJsonBody(
  body: unknown, contentType: string | undefined, refuse: (message: string) => ServiceError = errors.invalidParameter,
): unknown {
  if (!Buffer.isBuffer(body) || body.length === 0) {
    return undefined;
  }
  // A page in a browser can send text/plain to any port without asking first, these it cannot. AWS's SDK for Java names the type of the JSON
  // protocols in calls of the REST API too.
  if (!/^application\/(json|x-amz-json-1\.[01]) *(;|$)/i.test(contentType ?? '')) {
    throw refuse(`the content type of a request with a body must be application/json or application/x-amz-json-1.0; received '${contentType ?? ''}'`);
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw refuse(`the body must be JSON in UTF-8: ${(error as Error).message}`);
  }
}
