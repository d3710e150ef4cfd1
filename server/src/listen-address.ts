import { lookup } from 'node:dns/promises';
import { BlockList, isIPv6 } from 'node:net';

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/**
 * Refuses an address that others than this machine can reach, unless that was asked for.
 *
 * @throws Error that says what to do
 */
export async function checkListenAddress(host: string, allowUnauthenticated: boolean): Promise<void> {
  if (allowUnauthenticated) {
    return;
  }
  const addresses = await lookup(host, { all: true }).catch((error: Error) => {
    throw new Error(`the host '${host}' to listen on has no address: ${error.message}`);
  });
  if (!addresses.every(({ address, family }) => loopback.check(address, family === 6 ? 'ipv6' : 'ipv4'))) {
    throw new Error(
      `'${host}' is not a loopback address, and requests are not authenticated: whoever reaches the port could read and change every ledger; ` +
      'listen on 127.0.0.1, or say that this is wanted with --allow-unauthenticated (allowUnauthenticated: true)',
    );
  }
}

/** The URL under which this machine reaches a server that listens on `host`. */
export function endpointUrl(secure: boolean, host: string, port: number): string {
  const name = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `${secure ? 'https' : 'http'}://${isIPv6(name) ? `[${name}]` : name}:${port}`;
}
