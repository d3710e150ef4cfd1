import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startQldbServer, type QldbServer, type QldbServerOptions } from 'qldb-server';
import { cdk } from './cdk-cli';
import { freePort } from './free-port';
import { Ministack } from './ministack';
import { createServiceIdentity, type ServiceIdentity } from './service-identity';

export interface LocalStackOptions {
  /**
   * Check signatures and evaluate IAM policies.
   * @default false
   */
  readonly evaluateIam?: boolean;
  /**
   * Ports to take when they are free: those that other tools expect.
   * @default - any free ports
   */
  readonly preferredPorts?: { readonly ministack: number; readonly qldb: number };
  /**
   * Keep the ledgers in the scratch directory instead of in memory.
   * @default false
   */
  readonly ledgersOnDisk?: boolean;
  /**
   * Python file that runs ministack.
   * @default - the usual one
   */
  readonly ministackLauncher?: string;
  /** Settings of `qldb-server` that differ from the usual ones. */
  readonly qldb?: QldbServerOptions;
}

const ACCOUNT = '000000000000';
const REGION = 'us-east-1';
/** Access key `test` is the root of the account, also where IAM is evaluated. */
const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' };

/** One machine that behaves like an account with QLDB: ministack and qldb-server, both on 127.0.0.1. */
export class LocalStack {
  /** Starts both; nothing of an earlier run is reused, and a busy port is passed over. */
  public static async start(options: LocalStackOptions = {}): Promise<LocalStack> {
    const directory = mkdtempSync(join(tmpdir(), 'cdk-qldb-'));
    const stops: (() => Promise<void>)[] = [];
    try {
      const ministack = await Ministack.start({
        directory,
        preferredPort: options.preferredPorts?.ministack ?? 0,
        accountId: ACCOUNT,
        region: REGION,
        evaluateIam: options.evaluateIam ?? false,
        launcher: options.ministackLauncher,
      });
      stops.push(() => ministack.stop());
      const { endpoint } = ministack;
      const identity = await createServiceIdentity({ endpoint, region: REGION, credentials: CREDENTIALS });
      const { credentials } = identity;
      const settings: QldbServerOptions = {
        port: options.preferredPorts ? await freePort(options.preferredPorts.qldb) : 0,
        accountId: ACCOUNT,
        region: REGION,
        kms: { endpoint, credentials },
        delivery: { s3Endpoint: endpoint, kinesisEndpoint: endpoint, stsEndpoint: endpoint, credentials },
        ...options.ledgersOnDisk ? { dataDir: join(directory, 'ledgers') } : {},
        ...options.qldb,
      };
      return new LocalStack(directory, ministack, identity, settings, await startQldbServer(settings));
    } catch (error) {
      await Promise.all(stops.map((stop) => stop()));
      rmSync(directory, { recursive: true, force: true });
      throw error;
    }
  }

  /** Account that everything is deployed to. */
  public readonly account = ACCOUNT;
  public readonly region = REGION;
  /** Variables with which AWS SDKs, CLIs and the CDK CLI reach this stack. */
  public readonly environment: Readonly<Record<string, string>>;

  private constructor(
    /** Scratch directory of this run, removed by `stop`. */
    public readonly directory: string,
    public readonly ministack: Ministack,
    private readonly identity: ServiceIdentity,
    private readonly settings: QldbServerOptions,
    private server: QldbServer,
  ) {
    this.environment = {
      ...this.qldb.environment,
      AWS_ENDPOINT_URL: ministack.endpoint,
      AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      // A profile of the user's would lead to a real account: none is read.
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  public get qldb(): QldbServer {
    return this.server;
  }

  /** Stops `qldb-server`, does something to the directory that it keeps the ledgers in, and starts it again at the same address. */
  public async whileQldbIsDown(work: (dataDirectory: string) => Promise<void>): Promise<void> {
    const { dataDir } = this.settings;
    if (dataDir === undefined) {
      throw new Error('ledgers in memory do not outlive their server: start the stack with "ledgersOnDisk"');
    }
    const port = Number(new URL(this.qldb.endpoint).port);
    await this.server.close();
    await work(dataDir);
    this.server = await startQldbServer({ ...this.settings, port });
  }

  /** Environment for a child process: that of this process without its AWS settings, and `environment`. */
  public get processEnvironment(): NodeJS.ProcessEnv {
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_') && !name.startsWith('CDK_'));
    return { ...Object.fromEntries(own), ...this.environment };
  }

  /** Context of CDK apps that are deployed here: where QLDB is, and who assumes the roles of streams and exports. */
  public get cdkContext(): Readonly<Record<string, string>> {
    return { 'cdk-qldb:endpoint': this.qldb.endpoint, 'cdk-qldb:delivery-principal': this.identity.arn };
  }

  /** Starts another `qldb-server` beside that of the stack, for the same account. The caller closes it. */
  public startAnotherQldb(options: QldbServerOptions): Promise<QldbServer> {
    const { dataDir: _, ...settings } = this.settings;
    return startQldbServer({ ...settings, ...options, port: 0 });
  }

  /** Settings for SDK clients of every service but QLDB. */
  public get awsClient() {
    return { endpoint: this.ministack.endpoint, region: REGION, credentials: CREDENTIALS };
  }

  /** Settings for SDK clients of QLDB. */
  public get qldbClient() {
    return { endpoint: this.qldb.endpoint, region: REGION, credentials: CREDENTIALS };
  }

  /** `cdk bootstrap`. */
  public async bootstrap(signal?: AbortSignal): Promise<void> {
    await cdk(['bootstrap', `aws://${ACCOUNT}/${REGION}`], { cwd: this.directory, env: this.processEnvironment, signal });
  }

  public async stop(): Promise<void> {
    await Promise.all([this.qldb.close(), this.ministack.stop()]);
    rmSync(this.directory, { recursive: true, force: true });
  }
}
