import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeLedgerCommand, ListTagsForResourceCommand, QLDBClient, ResourceNotFoundException } from '@aws-sdk/client-qldb';
import { cdk } from './cdk-cli';
import { parseStackEvent } from './cdk-events';
import { showExport, showStream } from './delivery-tour';
import { JournalTour, type TourSurroundings } from './journal-tour';
import { LocalStack } from './local-stack';
import { Progress, seconds } from './progress';
import { RestoreTour } from './restore-tour';

const EXAMPLE = join(__dirname, '..', 'examples', 'ledger');
const ADOPTING_EXAMPLE = join(__dirname, '..', 'examples', 'adopted-ledger');
const STACK = 'LedgerExample';
const LEDGER = 'vehicle-registration';
/** Where other tools look first. */
const PORTS = { ministack: 4566, qldb: 8182 };

const HELP = `npm start [-- options]

Deploys examples/ledger to a local stack with the CDK CLI, writes documents with AWS's driver, reads them from Kinesis,
proves them, exports and verifies the journal, updates the stack and destroys it. Needs no AWS account.

  --keep      leave the ledger deployed and the stack running, and print how to use it; Ctrl-C ends it
  --restore   destroy the ledger, and bring it back from the export of its journal
  --help      this text`;

interface DemoOptions {
  readonly keep: boolean;
  readonly restore: boolean;
}

/** The main job of the repository, for one to watch: a ledger is deployed, written to, streamed, proven, exported, changed and destroyed. */
class Demo {
  private readonly progress = new Progress();
  private readonly interrupted = new AbortController();
  private stack: LocalStack | undefined;

  constructor(private readonly options: DemoOptions) {}

  public async run(): Promise<number> {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => this.interrupted.abort());
    }
    try {
      const { surroundings, tour, keys } = await this.deployAndChange();
      if (this.options.restore) {
        await this.destroy();
        await this.bringBack(surroundings, tour, keys);
      } else {
        await tour.tamper();
        if (!this.options.keep) {
          await this.destroy();
        }
      }
      this.summary();
      if (this.options.keep) {
        await this.stayUp();
      }
      return 0;
    } catch (error) {
      if (this.interrupted.signal.aborted) {
        this.progress.line('\ninterrupted: ending everything that was started');
        return 130;
      }
      this.progress.line(`\n${error instanceof Error ? error.message : String(error)}`);
      return 1;
    } finally {
      await this.stack?.stop();
    }
  }

  private async deployAndChange() {
    const { progress } = this;
    progress.line(progress.bold('A QLDB ledger, deployed by the CDK CLI to this machine\n'));
    const stack = await this.step('start the local AWS services and qldb-server', () => LocalStack.start({ preferredPorts: PORTS, ledgersOnDisk: true }));
    this.stack = stack;
    progress.line(progress.dim(`  AWS services ${stack.ministack.endpoint}, QLDB ${stack.qldb.endpoint}`));
    await this.step('cdk bootstrap', () => stack.bootstrap(this.interrupted.signal));
    await this.deploy('cdk deploy', []);
    await this.showLedger();
    await this.step('ask the function of the stack', () => this.invokeReader());
    const surroundings: TourSurroundings = {
      stack,
      ledger: LEDGER,
      step: (title, work) => this.step(title, work),
      line: (text) => this.progress.line(`    ${text}`),
    };
    const tour = new JournalTour(surroundings);
    const revisions = await tour.writeAndRead();
    await showStream(surroundings, this.output('RecordsName'), revisions);
    await tour.prove();
    await this.deploy('cdk deploy -c hardened=true, which exports the journal', ['-c', 'hardened=true']);
    await this.showLedger();
    const keys = await showExport(surroundings, this.output('ArchiveName'), this.output('ExportId'), tour.kept.digest);
    return { surroundings, tour, keys };
  }

  /** From the export, which is all that is left besides what was kept elsewhere. */
  private async bringBack(surroundings: TourSurroundings, tour: JournalTour, keys: readonly string[]): Promise<void> {
    const { kept: receipt, documentHistory: history } = tour;
    const restore = new RestoreTour(surroundings, { bucket: this.output('ArchiveName'), prefix: `${LEDGER}/`, keys, receipt, history });
    await restore.verify();
    await restore.import();
    await restore.compare();
    await this.step('cdk deploy of examples/adopted-ledger, which adopts it', (report) =>
      this.cdk(['deploy', '--require-approval', 'never', '--progress', 'events'], report, ADOPTING_EXAMPLE));
    await this.showLedger();
  }

  /** A step of the progress; none begins after Ctrl-C. */
  private step<T>(title: string, work: (report: (detail: string) => void) => Promise<T>): Promise<T> {
    this.interrupted.signal.throwIfAborted();
    return this.progress.step(title, work);
  }

  private async deploy(title: string, args: readonly string[]): Promise<void> {
    await this.step(title, (report) => this.cdk(['deploy', '--require-approval', 'never', '--progress', 'events', '--outputs-file', this.outputsFile, ...args], report));
  }

  private async destroy(): Promise<void> {
    await this.step('cdk destroy', (report) => this.cdk(['destroy', '--force'], report));
    await this.step('ask QLDB for the ledger: it is gone', async () => {
      const answer = await this.qldb().send(new DescribeLedgerCommand({ Name: LEDGER })).catch((error: unknown) => error);
      if (!(answer instanceof ResourceNotFoundException)) {
        throw new Error(`the ledger is still there: ${JSON.stringify(answer)}`);
      }
    });
  }

  private async stayUp(): Promise<void> {
    const variables = Object.entries(this.stack!.environment).map(([name, value]) => `export ${name}=${value}`);
    this.progress.line(`\nEverything is still up. In another shell:\n\n${variables.join('\n')}\n`);
    this.progress.line('Then, for example, with the CDK CLI of this repository and with an AWS CLI that still knows QLDB:\n');
    this.progress.line(`npx cdk diff --app ${this.assembly}`);
    this.progress.line(`aws qldb describe-ledger --name ${LEDGER}\n`);
    this.progress.line('Ctrl-C ends it and removes everything.');
    await new Promise((resolve) => this.interrupted.signal.addEventListener('abort', resolve, { once: true }));
  }

  private async cdk(args: readonly string[], report: (detail: string) => void, example = EXAMPLE): Promise<void> {
    const { cdkContext, processEnvironment } = this.stack!;
    const context = Object.entries(cdkContext).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
    await cdk([...args, ...context, '--output', this.assembly], {
      cwd: example,
      env: processEnvironment,
      signal: this.interrupted.signal,
      onLine: (line) => {
        const event = parseStackEvent(line);
        if (event && !event.status.endsWith('_IN_PROGRESS')) {
          report(`${event.status.toLowerCase().replace('_', ' ')}  ${event.resourceType}  ${event.logicalId}`);
        }
      },
    });
  }

  private async showLedger(): Promise<void> {
    const ledger = await this.qldb().send(new DescribeLedgerCommand({ Name: LEDGER }));
    const { Tags: tags = {} } = await this.qldb().send(new ListTagsForResourceCommand({ ResourceArn: ledger.Arn }));
    const rows = [
      ['ledger', `${ledger.Name} is ${ledger.State}`],
      ['permissions mode', ledger.PermissionsMode],
      ['key', ledger.EncryptionDescription ? `${ledger.EncryptionDescription.KmsKeyArn} (${ledger.EncryptionDescription.EncryptionStatus})` : 'owned by the service'],
      ['tags', Object.entries(tags).map(([key, value]) => `${key}=${value}`).join(', ')],
    ];
    for (const [name, value] of rows) {
      this.progress.line(`    ${this.progress.dim(`${name}`.padEnd(18))}${value}`);
    }
  }

  private async invokeReader(): Promise<void> {
    const stack = this.stack!;
    const lambda = new LambdaClient(stack.awsClient);
    const { Payload, FunctionError } = await lambda.send(new InvokeCommand({ FunctionName: this.output('ReaderName') }));
    const answer = Buffer.from(Payload ?? []).toString('utf8');
    if (FunctionError) {
      throw new Error(`the function of the example failed: ${answer}`);
    }
    this.progress.line(`    ${answer}`);
  }

  private summary(): void {
    const { results, elapsed } = this.progress;
    const width = Math.max(...results.map(({ title }) => title.length));
    this.progress.line(`\n${this.progress.bold('What happened')}`);
    for (const { title, milliseconds } of results) {
      this.progress.line(`  ${title.padEnd(width)}  ${seconds(milliseconds).padStart(7)}`);
    }
    this.progress.line(`  ${'in all'.padEnd(width)}  ${seconds(elapsed).padStart(7)}`);
  }

  /** Of the deployed stack. */
  private output(name: string): string {
    const outputs = JSON.parse(readFileSync(this.outputsFile, 'utf8')) as Record<string, Record<string, string>>;
    const value = outputs[STACK]?.[name];
    if (value === undefined) {
      throw new Error(`the stack ${STACK} has no output ${name}`);
    }
    return value;
  }

  private get assembly(): string {
    return join(this.stack!.directory, 'cdk.out');
  }

  private get outputsFile(): string {
    return join(this.stack!.directory, 'outputs.json');
  }

  private qldb(): QLDBClient {
    return new QLDBClient(this.stack!.qldbClient);
  }
}

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { keep: { type: 'boolean', default: false }, restore: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } } });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  if (values.keep && values.restore) {
    throw new Error('--keep and --restore cannot both be given; keep one of them');
  }
  return new Demo(values).run();
}

main().then((code) => process.exit(code), (error: Error) => {
  console.error(error.message);
  process.exit(2);
});
