import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { errors } from '../errors';
import { parseJsonBody } from './body';
import type { FaultRegistry } from '../faults/fault-registry';

/** Where faults are armed over HTTP, when the server allows it. */
export const FAULTS_PATH = '/_qldb-server/faults';

export function addFaultRoutes(app: FastifyInstance, faults: FaultRegistry): void {
  app.post(FAULTS_PATH, async (request, reply) => {
    const body = parseJsonBody(request.body, request.headers['content-type']);
    return reply.code(201).send(add(faults, body));
  });
  app.get(FAULTS_PATH, async () => ({ faults: faults.list() }));
  app.delete(FAULTS_PATH, async (_request, reply) => {
    faults.clear();
    return reply.code(204).send();
  });
}

function add(faults: FaultRegistry, body: unknown) {
  try {
    // Checked by `add` itself; what is not a fault is reported here.
    return faults.add(body as Parameters<FaultRegistry['add']>[0]);
  } catch (error) {
    throw errors.invalidParameter(`the body must be a fault: ${error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message}`);
  }
}
