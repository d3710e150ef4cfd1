import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateLedgerCommand, DescribeLedgerCommand, ListTagsForResourceCommand, QLDBClient, ResourceNotFoundException,
  type CreateLedgerCommandInput, type DescribeLedgerCommandOutput,
} from '@aws-sdk/client-qldb';
import { App, CliCredentialsStackSynthesizer, Stack } from 'aws-cdk-lib';
import { cdk, tryCdk, type CdkResult } from '../../local/cdk-cli';
import { LocalStack, type LocalStackOptions } from '../../local/local-stack';

/** Value of an output of a stack, from what `cdk deploy` printed. */
export function outputOf(printed: string, stackName: string, name: string): string {
  const value = new RegExp(`^${stackName}\\.${name} = (\\S+)`, 'm').exec(printed)?.[1];
  if (value === undefined) {
    throw new Error(`${stackName} has no output ${name}:\n${printed}`);
  }
  return value;
}

/** A local stack to which tests deploy CDK apps with the real CLI, and where they look at what came out. */
export class Deployment {
  /** Starts it with room for the ledgers of every test, and bootstraps it. */
  public static async start(options: LocalStackOptions = {}): Promise<Deployment> {
    const local = await LocalStack.start({ ...options, qldb: { quotas: { activeLedgers: 100 }, ...options.qldb } });
    try {
      await local.bootstrap();
      return new Deployment(local);
    } catch (error) {
      await local.stop();
      throw error;
    }
  }

  public readonly qldb: QLDBClient;

  private constructor(public readonly local: LocalStack) {
    this.qldb = new QLDBClient(local.qldbClient);
  }

  /** `cdk deploy` of one stack whose content `build` makes. */
  public async deploy(stackName: string, build: (stack: Stack) => void, endpoint?: string): Promise<CdkResult> {
    return cdk(this.deployArguments(stackName, build, endpoint), this.cli());
  }

  /**
   * `cdk deploy` that is expected to fail.
   *
   * @returns what the CLI printed
   */
  public async deployFails(stackName: string, build: (stack: Stack) => void, endpoint?: string): Promise<string> {
    const result = await tryCdk(this.deployArguments(stackName, build, endpoint), this.cli());
    if (result.code === 0) {
      throw new Error(`the deployment of ${stackName} was expected to fail:\n${result.output}`);
    }
    return result.output;
  }

  /** `cdk destroy`. */
  public async destroy(stackName: string): Promise<CdkResult> {
    return cdk(this.destroyArguments(stackName), this.cli());
  }

  /** `cdk destroy` that is expected to fail; answers with what the CLI printed. */
  public async destroyFails(stackName: string): Promise<string> {
    const result = await tryCdk(this.destroyArguments(stackName), this.cli());
    if (result.code === 0) {
      throw new Error(`destroying ${stackName} was expected to fail:\n${result.output}`);
    }
    return result.output;
  }

  /** What QLDB says of a ledger; `undefined` when there is none. */
  public async ledger(name: string, qldb = this.qldb): Promise<DescribeLedgerCommandOutput | undefined> {
    try {
      return await qldb.send(new DescribeLedgerCommand({ Name: name }));
    } catch (error) {
      if (error instanceof ResourceNotFoundException) {
        return undefined;
      }
      throw error;
    }
  }

  /** Tags of a ledger, without the library's own. */
  public async userTags(name: string): Promise<Record<string, string>> {
    const tags = await this.tags(name);
    return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('cdk-qldb:')));
  }

  /** Value of the tag that says who made a ledger. */
  public async owner(name: string): Promise<string | undefined> {
    return (await this.tags(name))['cdk-qldb:owner'];
  }

  /** Creates a ledger that no stack knows of. */
  public async createByHand(input: Partial<CreateLedgerCommandInput> & { Name: string }): Promise<void> {
    await this.qldb.send(new CreateLedgerCommand({ PermissionsMode: 'STANDARD', DeletionProtection: false, ...input }));
    while ((await this.ledger(input.Name))?.State !== 'ACTIVE') {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  public stop(): Promise<void> {
    return this.local.stop();
  }

  private async tags(name: string): Promise<Record<string, string>> {
    const ledger = await this.ledger(name);
    return (await this.qldb.send(new ListTagsForResourceCommand({ ResourceArn: ledger?.Arn }))).Tags ?? {};
  }

  private deployArguments(stackName: string, build: (stack: Stack) => void, endpoint = this.local.qldb.endpoint): string[] {
    const outdir = mkdtempSync(join(this.local.directory, 'cdk.out-'));
    const app = new App({ outdir, context: { ...this.local.cdkContext, 'cdk-qldb:endpoint': endpoint }, analyticsReporting: false });
    // With the roles of `cdk bootstrap` the local stack refuses to publish as soon as it evaluates IAM.
    const stack = new Stack(app, stackName, {
      env: { account: this.local.account, region: this.local.region },
      synthesizer: new CliCredentialsStackSynthesizer(),
    });
    build(stack);
    app.synth();
    return ['deploy', '--app', outdir, '--require-approval', 'never', '--progress', 'events'];
  }

  /** `cdk destroy` needs an app that has the stack, not what is in it. */
  private destroyArguments(stackName: string): string[] {
    const outdir = mkdtempSync(join(this.local.directory, 'cdk.out-'));
    const app = new App({ outdir, analyticsReporting: false });
    new Stack(app, stackName, { env: { account: this.local.account, region: this.local.region } });
    app.synth();
    return ['destroy', '--app', outdir, '--force'];
  }

  private cli() {
    return { cwd: this.local.directory, env: this.local.processEnvironment };
  }
}
