import { readFileSync } from 'node:fs';
import type { QldbServerOptions } from '../options';
import { isHttpUrl, isPostgresUrl } from '../options';
import { UsageError, type Arguments } from './arguments';
import type { KeptStorage } from '../store/open-store';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The server's options from the command line and the environment; what the command line says goes first.
 *
 * @throws UsageError when a file cannot be read or a variable is wrong
 */
export function serverOptions(args: Arguments, env: Environment): QldbServerOptions {
  const kmsEndpoint = args['kms-endpoint'] ?? endpoint(env, 'AWS_ENDPOINT_URL_KMS');
  const delivery = withoutAbsent({
    s3Endpoint: args['s3-endpoint'] ?? awsEndpoint(env, 'S3'),
    kinesisEndpoint: args['kinesis-endpoint'] ?? awsEndpoint(env, 'KINESIS'),
    stsEndpoint: args['sts-endpoint'] ?? awsEndpoint(env, 'STS'),
  });
  return {
    host: args.host,
    port: args.port,
    allowUnauthenticated: args['allow-unauthenticated'],
    allowedHosts: args['allowed-host'],
    tls: tlsOf(args),
    dataDir: args.data,
    databaseUrl: databaseUrlOf(args, env),
    accountId: args['account-id'],
    region: args.region,
    kms: args.kms || kmsEndpoint !== undefined ? { endpoint: kmsEndpoint } : undefined,
    delivery,
    timings: withoutAbsent({
      ledgerCreation: args['ledger-creation-time'],
      ledgerDeletion: args['ledger-deletion-time'],
      keyChange: args['key-change-time'],
      keyCheckInterval: args['key-check-interval'],
      redaction: args['redaction-time'],
      transactionTimeout: args['transaction-timeout'],
      sessionLifetime: args['session-lifetime'],
      exportStart: args['export-start-time'],
      exportPatience: args['export-patience'],
      streamCheckInterval: args['stream-check-interval'],
      streamPatience: args['stream-patience'],
      deliveryExpiry: args['delivery-expiry'],
    }),
    quotas: withoutAbsent({
      activeLedgers: args['max-ledgers'],
      tagsPerResource: args['max-tags'],
      sessionsPerLedger: args['max-sessions'],
      exportsPerLedger: args['max-exports'],
      streamsPerLedger: args['max-streams'],
    }),
    enableFaultInjection: args['enable-fault-injection'],
    logLevel: args['log-level'],
  };
}

/**
 * The database from the command line, or from the environment where that names no directory either.
 *
 * @throws UsageError when the variable is wrong
 */
function databaseUrlOf(args: Pick<Arguments, 'data' | 'database-url'>, env: Environment): string | undefined {
  return args['database-url']
    ?? (args.data === undefined ? variable(env, 'QLDB_SERVER_DATABASE_URL', isPostgresUrl, 'a URL such as postgres://user:password@host/database') : undefined);
}

/**
 * Where a command finds the ledgers, or puts them: never in memory, which ends with it.
 *
 * @param purpose what is missing when the command line does not say, in words
 * @throws UsageError
 */
export function keptStorage(args: Pick<Arguments, 'data' | 'database-url'>, env: Environment, purpose: string): KeptStorage {
  const url = databaseUrlOf(args, env);
  if (url !== undefined) return { kind: 'postgresql', url };
  if (args.data !== undefined) return { kind: 'pglite', directory: args.data };
  throw new UsageError(`--data or --database-url is needed: ${purpose}`);
}

function tlsOf(args: Arguments): QldbServerOptions['tls'] {
  const certificate = args['tls-cert'];
  const privateKey = args['tls-key'];
  return certificate === undefined || privateKey === undefined
    ? undefined
    : { certificate: readText('tls-cert', certificate), privateKey: readText('tls-key', privateKey) };
}

function readText(flag: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`--${flag} must be a file that can be read: ${(error as Error).message}`);
  }
}

/** As the SDKs find it: the variable of the service, else that of all services. */
function awsEndpoint(env: Environment, service: string): string | undefined {
  return endpoint(env, `AWS_ENDPOINT_URL_${service}`) ?? endpoint(env, 'AWS_ENDPOINT_URL');
}

function endpoint(env: Environment, name: string): string | undefined {
  return variable(env, name, isHttpUrl, 'an http or https URL');
}

/** An empty variable is one that is not set. The value is not shown: it may hold a password. */
function variable(env: Environment, name: string, isValid: (text: string) => boolean, demand: string): string | undefined {
  const value = env[name];
  if (value === undefined || value === '') {
    return undefined;
  }
  if (!isValid(value)) {
    throw new UsageError(`the environment variable ${name} must be ${demand}`);
  }
  return value;
}

function withoutAbsent<T extends Readonly<Record<string, unknown>>>(values: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: NonNullable<T[K]> };
}
