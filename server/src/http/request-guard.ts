import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { errors } from '../errors';

/**
 * Refuses what only a web page in a browser on the same machine would send: a page may reach a loopback port under a host name of its own
 * that it lets point there (DNS rebinding), or send simple requests from another origin.
 *
 * An address as host is no danger, because rebinding needs a name.
 */
export function requestGuard(allowedHosts: readonly string[]): (request: FastifyRequest) => void {
  const names = new Set(['localhost', ...allowedHosts.map((host) => host.toLowerCase())]);
  return ({ headers }) => {
    const name = hostName(headers.host ?? '');
    if (!isIP(name) && !names.has(name) && !name.endsWith('.localhost')) {
      throw errors.accessDenied(`this server does not answer under the host name '${name}'; use its address, or allow the name with --allowed-host`);
    }
    if (headers.origin !== undefined) {
      throw errors.accessDenied('requests of web pages (with an Origin header) are refused');
    }
  };
}

/** `Host` without its port and without the brackets of an IPv6 address. */
function hostName(host: string): string {
  const withoutPort = host.replace(/:[0-9]*$/, '');
  return (withoutPort.startsWith('[') ? withoutPort.slice(1, -1) : withoutPort).toLowerCase();
}
