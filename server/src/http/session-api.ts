import type { FastifyInstance, FastifyRequest } from 'fastify';
import { errors } from '../errors';
import { parseJsonBody } from './body';
import { sendJson } from './error-reply';
import { answerFailure, type FailureForm } from './failure';
import { SEND_COMMAND } from './operations';
import type { FaultRegistry } from '../faults/fault-registry';
import { meetFaults } from '../faults/meet-faults';
import { readCommand, type Command } from '../session/command';
import type { SessionContext } from '../session/context';
import { sendCommand } from '../session/send-command';
import { badRequest } from '../session/session-errors';

/** https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html */
const CONTENT_TYPE = 'application/x-amz-json-1.0';

const FAILURE: FailureForm = { contentType: CONTENT_TYPE, refusal: ({ message }) => badRequest(message) };

/** The session API is AWS JSON 1.0: every call is a POST to `/`, the operation stands in a header. */
export function addSessionRoute(app: FastifyInstance, context: SessionContext, faults: FaultRegistry, onCommit: () => void): void {
  app.post('/', {
    config: { operation: SEND_COMMAND },
    errorHandler: (error: Error, request, reply) => answerFailure(error, request, reply, FAILURE),
  }, async (request, reply) => {
    const target = request.headers['x-amz-target'];
    if (target !== `QLDBSession.${SEND_COMMAND}`) {
      throw errors.unknownOperation('POST /', String(target ?? 'without X-Amz-Target'));
    }
    const command = commandOf(request);
    const names = command instanceof Error ? [SEND_COMMAND] : [SEND_COMMAND, command.name];
    const result = await meetFaults(faults, names, async () => {
      if (command instanceof Error) {
        throw command;
      }
      return sendCommand(context, command);
    });
    if (names.includes('CommitTransaction')) {
      onCommit();
    }
    await sendJson(reply, result, CONTENT_TYPE);
  });
}

/** A request that cannot be read meets faults as well, so its error is kept for later. */
function commandOf({ body, headers }: FastifyRequest): Command | Error {
  try {
    return readCommand(parseJsonBody(body, headers['content-type'], badRequest));
  } catch (error) {
    return error as Error;
  }
}
