import type { FastifyError, FastifyReply } from 'fastify';
import { errors, ServiceError } from '../errors';
import { errorCode } from '../store/retry';

/**
 * Writes an error: its name in a header and in the body, its members beside the message.
 *
 * AWS JSON 1.0 does without the header, REST-JSON without the name in the body. Both are always there: several SDKs take a member `Code`,
 * as errors of the session API have it, for the error's name unless there is the header.
 */
export async function sendError(reply: FastifyReply, error: ServiceError, contentType?: string): Promise<void> {
  await sendJson(reply.code(error.status).header('x-amzn-errortype', error.name), errorBody(error), contentType);
}

/** As bytes, because the HTTP library adds a charset to the type of texts. */
export async function sendJson(reply: FastifyReply, body: object, contentType = 'application/json'): Promise<void> {
  await reply.header('content-type', contentType).send(Buffer.from(JSON.stringify(body)));
}

export function errorBody({ name, message, members }: ServiceError): Readonly<Record<string, unknown>> {
  return { __type: name, Message: message, ...members };
}

/** What went wrong, in the service's own terms. */
export function asServiceError(error: FastifyError | Error): ServiceError {
  if (error instanceof ServiceError) {
    return error;
  }
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status !== undefined && status >= 400 && status < 500) {
    // Found by the HTTP library: a body that is too large, a path that cannot be decoded, a length that does not match.
    return errors.invalidParameter(`the request cannot be read: ${error.message}`);
  }
  return isDatabaseDown(error) ? errors.unavailable('the database does not answer; try again', error) : errors.internalFailure();
}

/**
 * Class 08 is lost connections, 28 and 3D000 refused ones, 53 lack of resources, 57P shutdown; 55P03 and 25P03 are a lock and a
 * transaction, 57014 a statement that took too long.
 */
function isDatabaseDown(error: Error): boolean {
  const code = errorCode(error);
  return code === undefined
    ? /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|PGlite is clos/i.test(error.message)
    : /^(08...|28...|3D000|53...|57P..|55P03|57014|25P03|E[A-Z]+)$/.test(code);
}
