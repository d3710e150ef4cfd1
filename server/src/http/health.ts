import type { FastifyInstance } from 'fastify';
import type { Store } from '../store/store';
import { version } from '../version';

/** For load balancers and scripts that wait: 200 once requests can be served, 503 while the database does not answer. */
export function addHealthRoute(app: FastifyInstance, store: Store): void {
  app.get('/health', async (request, reply) => {
    try {
      await store.ping();
      return { status: 'ok', version, storage: store.kind };
    } catch (error) {
      request.log.error({ err: error }, 'health check failed');
      return reply.code(503).send({ status: 'database unavailable', version, storage: store.kind });
    }
  });
}
