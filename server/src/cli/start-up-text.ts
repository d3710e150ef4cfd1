import type { QldbServerOptions } from '../options';
import type { QldbServer } from '../server';
import { withoutPassword } from '../store/open-postgres';

/** What is printed once requests are answered. It is a script: the shell that evaluates it has the environment that tools need. */
export function startUpText(server: QldbServer, options: QldbServerOptions, version: string): string {
  const { delivery = {} } = options;
  const notes = [
    `qldb-server ${version} listens on ${server.endpoint}`,
    `storage: ${storageNote(server, options)}`,
    options.kms
      ? `keys: checked through KMS${at(options.kms.endpoint)}`
      : 'keys: KMS keys are taken as given; --kms or --kms-endpoint has them checked',
    `exports: written to S3${at(delivery.s3Endpoint)}; streams: to Kinesis${at(delivery.kinesisEndpoint)}; both as the role of each request, through STS${at(delivery.stsEndpoint)}`,
    'requests are not authenticated: SDKs need some credentials, any will do',
    ...(options.enableFaultInjection ? ['fault injection is enabled: whoever reaches the port can make calls fail'] : []),
  ];
  return [
    ...notes.map((note) => `# ${note}`),
    ...Object.entries(server.environment).map(([name, value]) => `export ${name}=${value}`),
    '',
  ].join('\n');
}

function at(endpoint: string | undefined): string {
  return endpoint === undefined ? '' : ` at ${endpoint}`;
}

function storageNote({ storage }: QldbServer, { dataDir, databaseUrl }: QldbServerOptions): string {
  switch (storage) {
    case 'memory':
      return 'in memory, gone when the server stops; --data DIR keeps ledgers';
    case 'pglite':
      return `PGlite in ${dataDir}; survives the end of the process, not safe against power loss (PGlite never calls fsync); --database-url is`;
    case 'postgresql':
      return `PostgreSQL at ${withoutPassword(databaseUrl ?? '')}`;
  }
}
