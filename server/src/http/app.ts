import http from 'node:http';
import https from 'node:https';
import fastify, { LogController, type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { errors } from '../errors';
import { MAX_BODY_BYTES, parseJsonBody } from './body';
import { answerBrokenRequest } from './broken-request';
import { sendError, sendJson } from './error-reply';
import { answerFailure } from './failure';
import { addFaultRoutes } from './fault-routes';
import { addHealthRoute } from './health';
import { routes } from './operations';
import { requestGuard } from './request-guard';
import { addSessionRoute } from './session-api';
import type { ControlPlaneContext } from '../control-plane/context';
import type { Handler } from '../control-plane/operation';
import type { FaultRegistry } from '../faults/fault-registry';
import { meetFaults } from '../faults/meet-faults';
import type { SessionContext } from '../session/context';

export interface AppOptions {
  readonly context: ControlPlaneContext;
  readonly sessions: SessionContext;
  /** A transaction has been committed. */
  readonly onCommit: () => void;
  readonly faults: FaultRegistry;
  readonly faultsOverHttp: boolean;
  readonly allowedHosts: readonly string[];
  readonly tls?: { readonly certificate: string; readonly privateKey: string };
  readonly newRequestId: () => string;
  readonly log: FastifyBaseLogger;
}

/** UntagResource carries up to 200 keys of 128 characters in its URL, a character being up to 12 bytes there. */
const MAX_HEADER_BYTES = 512 * 1024;

/** https://nodejs.org/api/http.html#httpcreateserveroptions-requestlistener; the SDKs keep connections open. */
const SERVER_OPTIONS: http.ServerOptions = { maxHeaderSize: MAX_HEADER_BYTES, requestTimeout: 60_000, keepAliveTimeout: 30_000 };

/** The HTTP side of the service: both APIs, health, and fault injection. */
export function buildApp({ context, sessions, onCommit, faults, faultsOverHttp, allowedHosts, tls, newRequestId, log }: AppOptions): FastifyInstance {
  const app = fastify({
    serverFactory: (handler) => tls
      ? https.createServer({ ...SERVER_OPTIONS, cert: tls.certificate, key: tls.privateKey }, handler)
      : http.createServer(SERVER_OPTIONS, handler),
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    exposeHeadRoutes: false,
    genReqId: newRequestId,
    bodyLimit: MAX_BODY_BYTES,
    routerOptions: { maxParamLength: MAX_HEADER_BYTES },
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => void answerFailure(error, request, reply),
  });
  const guard = requestGuard(allowedHosts);

  // Bodies are read whole and looked at by `parseJsonBody`, whatever their content type.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-amzn-requestid', request.id);
    guard(request);
  });
  // A request that is under way when the server closes is answered, and its connection must not be kept for another.
  let closing = false;
  app.addHook('preClose', async () => { closing = true; });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) {
      reply.header('connection', 'close');
    }
  });
  app.addHook('onResponse', async (request, reply) => logRequest(request, reply));
  app.setErrorHandler((error: Error, request, reply) => answerFailure(error, request, reply));
  app.setNotFoundHandler(async ({ method, url }, reply) => sendError(reply, errors.unknownOperation(method, pathOf(url))));

  for (const { operation, method, path, handler } of routes) {
    app.route({ method, url: path, config: { operation }, handler: (request, reply) => serve(operation, handler, request, reply) });
  }
  addSessionRoute(app, sessions, faults, onCommit);
  addHealthRoute(app, context.store);
  if (faultsOverHttp) {
    addFaultRoutes(app, faults);
  }
  return app;

  async function serve(operation: string, handler: Handler, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const output = await meetFaults(faults, [operation], async () => handler(context, partsOf(request)));
    await (output === undefined ? reply.send() : sendJson(reply, output));
  }
}

function partsOf({ params, query, body, headers }: FastifyRequest) {
  const { '*': resourceArn, ...path } = params as Readonly<Record<string, string>>;
  return {
    path: resourceArn === undefined ? path : { ...path, resourceArn },
    query: query as Readonly<Record<string, unknown>>,
    body: parseJsonBody(body, headers['content-type']),
  };
}

function logRequest(request: FastifyRequest, reply: FastifyReply): void {
  const { operation } = request.routeOptions.config as { readonly operation?: string };
  request.log.info({
    operation,
    method: request.method,
    path: pathOf(request.url),
    status: reply.statusCode,
    error: reply.getHeader('x-amzn-errortype'),
    milliseconds: Math.round(reply.elapsedTime),
  }, 'request');
}

/** Without the query, which holds the keys of tags. */
function pathOf(url: string): string {
  return url.split('?', 1)[0] ?? '';
}
