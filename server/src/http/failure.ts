import type { FastifyReply, FastifyRequest } from 'fastify';
import { asServiceError, sendError } from './error-reply';
import { ServiceError } from '../errors';
import { DroppedResponse } from '../faults/meet-faults';

/** How one of the two protocols tells of a failure. */
export interface FailureForm {
  readonly contentType?: string;
  /** What the HTTP library found wrong with a request, in the protocol's terms. */
  readonly refusal: (error: ServiceError) => ServiceError;
}

const REST_JSON: FailureForm = { refusal: (error) => error };

/** Answers what went wrong, or breaks the connection where that is what was asked for. */
export async function answerFailure(error: Error, request: FastifyRequest, reply: FastifyReply, form: FailureForm = REST_JSON): Promise<void> {
  if (error instanceof DroppedResponse) {
    reply.hijack();
    request.raw.socket.destroy();
    return;
  }
  const found = asServiceError(error);
  const answer = error instanceof ServiceError || found.status >= 500 ? found : form.refusal(found);
  if (answer.status >= 500) {
    request.log.error({ err: error }, 'request failed');
  }
  reply.header('x-amzn-requestid', request.id);
  await sendError(reply, answer, form.contentType);
}
