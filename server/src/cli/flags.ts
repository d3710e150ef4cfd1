/** A flag of the command line. The texts are those of `--help` and of the README's table. */
export interface Flag {
  /** What stands for its value in the help; a flag without one is either given or not. */
  readonly value?: string;
  readonly description: string;
  /** In words; the program's defaults themselves are elsewhere. */
  readonly default?: string;
  readonly multiple?: boolean;
}

export const flags = {
  'host': { value: 'ADDRESS', description: 'address to listen on', default: '127.0.0.1' },
  'port': { value: 'PORT', description: 'port to listen on, 0 takes a free one', default: '8182' },
  'allow-unauthenticated': { description: 'listen beyond loopback although requests are not authenticated' },
  'allowed-host': { value: 'NAME', description: 'host name to answer under, besides addresses and localhost; may be repeated', multiple: true },
  'tls-cert': { value: 'FILE', description: 'certificate chain in PEM: speak HTTPS; needs --tls-key' },
  'tls-key': { value: 'FILE', description: 'private key of the certificate in PEM' },
  'data': { value: 'DIR', description: 'keep ledgers in this directory, with PGlite', default: 'in memory' },
  'database-url': { value: 'URL', description: 'keep ledgers in this PostgreSQL database', default: 'QLDB_SERVER_DATABASE_URL' },
  'account-id': { value: 'ID', description: 'account that the ledgers belong to, 12 digits', default: '000000000000' },
  'region': { value: 'REGION', description: 'Region that the ledgers belong to', default: 'us-east-1' },
  'kms': { description: "check ledgers' keys through KMS, at AWS unless --kms-endpoint says otherwise" },
  'kms-endpoint': { value: 'URL', description: "check ledgers' keys through the KMS at this address", default: 'AWS_ENDPOINT_URL_KMS' },
  's3-endpoint': { value: 'URL', description: 'write exports to the S3 at this address', default: 'AWS_ENDPOINT_URL_S3' },
  'kinesis-endpoint': { value: 'URL', description: 'write streams to the Kinesis at this address', default: 'AWS_ENDPOINT_URL_KINESIS' },
  'sts-endpoint': { value: 'URL', description: 'ask the STS at this address for the roles of exports and streams', default: 'AWS_ENDPOINT_URL_STS' },
  'ledger-creation-time': { value: 'TIME', description: 'until a created ledger is ACTIVE, such as 500ms, 5s or 2m', default: '100ms' },
  'ledger-deletion-time': { value: 'TIME', description: 'until a deleted ledger is gone', default: '100ms' },
  'key-change-time': { value: 'TIME', description: 'until the change of a key is ENABLED', default: '100ms' },
  'key-check-interval': { value: 'TIME', description: 'between two checks of the keys in use', default: '5s' },
  'redaction-time': { value: 'TIME', description: 'from the commit of a redaction until the data is removed', default: '100ms' },
  'transaction-timeout': { value: 'TIME', description: 'until a transaction that was not committed has expired', default: '30s' },
  'session-lifetime': { value: 'TIME', description: 'until a session has expired, within two fifteenths', default: '15m' },
  'export-start-time': { value: 'TIME', description: 'from the request of an export until it begins to write', default: '0ms' },
  'export-patience': { value: 'TIME', description: 'how long the destination of an export may fail until it is CANCELLED', default: '1m' },
  'stream-check-interval': {
    value: 'TIME', description: 'between two checks of a Kinesis stream to which there is nothing to write, or that could not be written', default: '10s',
  },
  'stream-patience': { value: 'TIME', description: 'how long a stream may be IMPAIRED until it has FAILED', default: '3d' },
  'delivery-expiry': { value: 'TIME', description: 'from the end of an export or a stream until it is forgotten', default: '7d' },
  'max-ledgers': { value: 'COUNT', description: 'quota of active ledgers', default: '5' },
  'max-tags': { value: 'COUNT', description: 'quota of tags of a ledger', default: '50' },
  'max-sessions': { value: 'COUNT', description: 'quota of sessions of a ledger', default: '3000' },
  'max-exports': { value: 'COUNT', description: 'quota of exports of a ledger at a time', default: '2' },
  'max-streams': { value: 'COUNT', description: 'quota of streams of a ledger that have not ended', default: '5' },
  'enable-fault-injection': { description: 'let clients arm faults, at /_qldb-server/faults' },
  'log-level': { value: 'LEVEL', description: 'silent, fatal, error, warn, info, debug or trace; logs go to stderr', default: 'info' },
  'help': { description: 'print this text' },
  'version': { description: 'print the version' },
} as const satisfies Readonly<Record<string, Flag>>;

export type FlagName = keyof typeof flags;

/** The flags with the form that all have. */
export const flagList: ReadonlyArray<readonly [FlagName, Flag]> = Object.entries(flags) as Array<[FlagName, Flag]>;
