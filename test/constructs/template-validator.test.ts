import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { CfnLedger } from 'aws-cdk-lib/aws-qldb';
import { version } from 'aws-cdk-lib/package.json';
import { Ledger } from '../../src';

/** From this version on aws-cdk-lib validates every template, and its rule E3710 rejects the types of services that were shut down. */
const VALIDATED_SINCE = 262;
const minor = Number(version.split('.')[1]);

/** Synthesizes with the validator on, strict as in the apps that `cdk init` makes. */
function synthesize(build: (stack: Stack) => void): void {
  const validation = process.env.CDK_VALIDATION;
  delete process.env.CDK_VALIDATION;
  try {
    const app = new App({
      context: { '@aws-cdk/core:validateAgainstDefaultRules': true, 'cdk-qldb:endpoint': 'https://qldb.example.com' },
      analyticsReporting: false,
    });
    build(new Stack(app, 'Validated'));
    app.synth();
  } finally {
    process.env.CDK_VALIDATION = validation;
  }
}

describe(`the template validator of aws-cdk-lib ${version}`, () => {
  it('has nothing against a ledger of this library', () => {
    expect(() => synthesize((stack) => {
      new Ledger(stack, 'Ledger');
    })).not.toThrow();
  });

  it(minor >= VALIDATED_SINCE ? 'rejects the resource type that CloudFormation had' : 'does not exist yet', () => {
    const native = () => synthesize((stack) => {
      new CfnLedger(stack, 'Ledger', { permissionsMode: 'STANDARD' }).applyRemovalPolicy(RemovalPolicy.RETAIN);
    });
    if (minor >= VALIDATED_SINCE) {
      expect(native).toThrow(/E3710/);
    } else {
      expect(native).not.toThrow();
    }
  });
});
