import { createSecureContext } from 'node:tls';
import type { FastifyBaseLogger } from 'fastify';
import type { Quotas, Timings } from './control-plane/context';
import type { DeliveryOptions } from './delivery/aws/delivery-options';
import type { KmsOptions } from './kms/kms-keys';
import type { LogLevel } from './logging';

/** Settings of `startQldbServer`. Everything has a default that suits a test. */
export interface QldbServerOptions {
  /** The address to listen on. @default '127.0.0.1' */
  readonly host?: string;
  /** @default 0, a free port */
  readonly port?: number;
  /** A directory to keep the ledgers in, with PGlite, for one process at a time. @default - ledgers are kept in memory */
  readonly dataDir?: string;
  /** A PostgreSQL database to keep the ledgers in, such as `postgres://user:password@host/database`. @default - none */
  readonly databaseUrl?: string;
  /** The account that ledgers belong to: 12 digits. @default '000000000000' */
  readonly accountId?: string;
  /** The Region that ledgers belong to. @default 'us-east-1' */
  readonly region?: string;
  /** PEM texts; the server then speaks HTTPS and nothing else. @default - HTTP */
  readonly tls?: { readonly certificate: string; readonly privateKey: string };
  /** @default - 100 ms for a creation, a deletion, a key change and a redaction; keys are checked each 200 ms;
   *  30 s for a transaction, 15 minutes for a session; an export begins at once and is cancelled when its destination fails for a minute;
   *  destinations of streams are checked each second, a stream has failed when it was impaired for 3 days; both are forgotten after 7 days */
  readonly timings?: Partial<Timings>;
  /** @default - AWS's: 5 active ledgers, 50 tags, 3,000 sessions of a ledger, 2 exports and 5 streams of a ledger at a time */
  readonly quotas?: Partial<Quotas>;
  /** Look up and check the keys of ledgers through KMS. @default - keys are taken as given */
  readonly kms?: KmsOptions;
  /**
   * Where exports and streams go, and as whom the server asks for the roles with which they are written.
   *
   * @default - AWS, the credential chain of the AWS SDK
   */
  readonly delivery?: DeliveryOptions;
  /** Let faults be armed over HTTP, not only through `faults`. @default false */
  readonly enableFaultInjection?: boolean;
  /** Host names to answer under, besides addresses, `localhost` and names ending in `.localhost`. @default - none */
  readonly allowedHosts?: readonly string[];
  /** Listen beyond loopback although requests are not authenticated: whoever reaches the port may do everything. @default false */
  readonly allowUnauthenticated?: boolean;
  /** @default 'silent' */
  readonly logLevel?: LogLevel;
  /** A logger of pino's form, instead of one of the server's own. @default - lines of JSON on stderr */
  readonly logger?: FastifyBaseLogger;
}

export const DEFAULT_ACCOUNT_ID = '000000000000';
export const DEFAULT_REGION = 'us-east-1';

export const DEFAULT_TIMINGS: Timings = {
  ledgerCreation: 100,
  ledgerDeletion: 100,
  keyChange: 100,
  keyCheckInterval: 200,
  redaction: 100,
  transactionTimeout: 30_000,
  sessionLifetime: 900_000,
  exportStart: 0,
  exportPatience: 60_000,
  streamCheckInterval: 1_000,
  streamPatience: 3 * 24 * 3_600_000,
  deliveryExpiry: 7 * 24 * 3_600_000,
};

/** Amazon QLDB developer guide, "Quotas and limits". */
export const DEFAULT_QUOTAS: Quotas = { activeLedgers: 5, tagsPerResource: 50, sessionsPerLedger: 3_000, exportsPerLedger: 2, streamsPerLedger: 5 };

/** The longest a timer can be set for. */
const MAX_MILLISECONDS = 2 ** 31 - 1;

/** @throws RangeError that lists every option that is wrong */
export function checkOptions(options: QldbServerOptions): void {
  const problems: string[] = [];
  const demand = (fulfilled: boolean, problem: string) => void (fulfilled || problems.push(problem));
  const { port = 0, accountId = DEFAULT_ACCOUNT_ID, region = DEFAULT_REGION, databaseUrl } = options;
  demand(isIntegerWithin(port, 0, 65_535), `'port' must be an integer from 0 to 65535; received ${port}`);
  demand(/^[0-9]{12}$/.test(accountId), `'accountId' must be 12 digits; received '${accountId}'`);
  demand(/^[a-z]{2}(-[a-z]+)+-[0-9]+$/.test(region), `'region' must be the name of a Region, such as 'us-east-1'; received '${region}'`);
  demand(options.dataDir !== '', "'dataDir' must be the path of a directory; received ''");
  demand(options.dataDir === undefined || databaseUrl === undefined, "'dataDir' and 'databaseUrl' cannot both be given; keep one of them");
  demand(databaseUrl === undefined || isPostgresUrl(databaseUrl), "'databaseUrl' must be a URL such as 'postgres://user:password@host/database'");
  demand(options.kms?.endpoint === undefined || isHttpUrl(options.kms.endpoint), `'kms.endpoint' must be an http or https URL; received '${options.kms?.endpoint}'`);
  for (const name of ['s3Endpoint', 'kinesisEndpoint', 'stsEndpoint'] as const) {
    const url = options.delivery?.[name];
    demand(url === undefined || isHttpUrl(url), `'delivery.${name}' must be an http or https URL; received '${url}'`);
  }
  demand(options.tls === undefined || isKeyPair(options.tls), "'tls' must be a certificate and its private key in PEM");
  for (const [name, value] of Object.entries(options.timings ?? {})) {
    const least = ['keyCheckInterval', 'streamCheckInterval'].includes(name) ? 10 : 0;
    demand(isIntegerWithin(value, least, MAX_MILLISECONDS), `'timings.${name}' must be milliseconds from ${least} to ${MAX_MILLISECONDS}; received ${value}`);
  }
  for (const [name, value] of Object.entries(options.quotas ?? {})) {
    demand(isIntegerWithin(value, 0, 1_000_000), `'quotas.${name}' must be an integer from 0 to 1000000; received ${value}`);
  }
  if (problems.length > 0) {
    throw new RangeError(problems.join('\n'));
  }
}

export function isPostgresUrl(text: string): boolean {
  return URL.canParse(text) && ['postgres:', 'postgresql:'].includes(new URL(text).protocol);
}

export function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
}

function isKeyPair({ certificate, privateKey }: NonNullable<QldbServerOptions['tls']>): boolean {
  try {
    createSecureContext({ cert: certificate, key: privateKey });
    return true;
  } catch {
    return false;
  }
}

function isIntegerWithin(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}
