import { Agent as HttpsAgent } from 'node:https';
import { rootCertificates } from 'node:tls';
import { QLDBClient } from '@aws-sdk/client-qldb';
import { FUNCTION_ENVIRONMENT } from '../../src/private/contract';
import { isLoopback } from '../../src/private/loopback';
import { RequestFailure } from '../custom-resource/failure';

type Environment = Readonly<Record<string, string | undefined>>;

/** A connection takes milliseconds where there is a way; a security group that drops packets shows only as a time-out. */
const CONNECTION_TIMEOUT = 3_000;
const REQUEST_TIMEOUT = 10_000;

const HOW_TO_SET = 'set it with ControlPlane.configure(scope, { endpoint: \'https://…\' }) or with the context key "cdk-qldb:endpoint"';

/** How often a client sends a request that failed in a way that may pass. */
const ATTEMPTS = 3;

/**
 * Opens a client for the control plane at an endpoint.
 *
 * @param maxAttempts 1 for requests that do something anew each time they arrive
 */
export function connect(endpoint: string, environment: Environment, maxAttempts = ATTEMPTS): QLDBClient {
  const certificateAuthority = environment[FUNCTION_ENVIRONMENT.certificateAuthority];
  return new QLDBClient({
    endpoint,
    maxAttempts,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: REQUEST_TIMEOUT,
      throwOnRequestTimeout: true,
      ...certificateAuthority && { httpsAgent: new HttpsAgent({ keepAlive: true, ca: [...rootCertificates, readPem(certificateAuthority)] }) },
    },
  });
}

/**
 * Checks the endpoint that a resource names.
 *
 * @throws a `RequestFailure` that says how to set a usable one
 */
export function readEndpoint(endpoint: unknown, environment: Environment): string {
  if (endpoint === undefined || endpoint === '') {
    throw new RequestFailure(`no endpoint: AWS closed its own QLDB endpoints on 2025-07-31, so the stack must say which compatible one to use; ${HOW_TO_SET}`);
  }
  const shown = JSON.stringify(endpoint);
  const url = typeof endpoint === 'string' && URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw new RequestFailure(`"Endpoint" must be an http or https URL, got ${shown}; ${HOW_TO_SET}`);
  }
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new RequestFailure(`"Endpoint" must have no credentials, query or fragment; ${HOW_TO_SET}`);
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname) && environment[FUNCTION_ENVIRONMENT.allowInsecureHttp] !== 'true') {
    throw new RequestFailure(`"Endpoint" ${shown} has plain http for a host that is not this machine, so requests could be read and changed on the way; `
      + 'use https, or accept it with ControlPlane.configure(scope, { allowInsecureHttp: true })');
  }
  return url.href;
}

function readPem(text: string): string {
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new RequestFailure('"certificateAuthority" of the control plane must be PEM text with at least one "-----BEGIN CERTIFICATE-----"');
  }
  return text;
}
