import type { FastifyInstance } from 'fastify';
import { errors } from '../errors';
import { SEND_COMMAND } from './operations';
import type { FaultRegistry } from '../faults/fault-registry';
import { meetFaults } from '../faults/meet-faults';

/** The session API is AWS JSON 1.0: every call is a POST to `/`, the operation stands in a header. */
export function addSessionRoute(app: FastifyInstance, faults: FaultRegistry): void {
  app.post('/', { config: { operation: SEND_COMMAND } }, async ({ headers }) => {
    const target = headers['x-amz-target'];
    if (target !== `QLDBSession.${SEND_COMMAND}`) {
      throw errors.unknownOperation('POST /', String(target ?? 'without X-Amz-Target'));
    }
    return meetFaults(faults, SEND_COMMAND, async () => { throw errors.unsupportedOperation(SEND_COMMAND); });
  });
}
