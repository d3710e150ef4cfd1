// What one ledger costs in CloudFormation resources: the library's function against the provider framework of the CDK.
import { App, CustomResource, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Provider } from 'aws-cdk-lib/custom-resources';
import { AwsSolutionsChecks } from 'cdk-nag';
import { Ledger } from '../src/index';

process.env.CDK_VALIDATION ??= 'false';

const userFunction = (stack: Stack, id: string) => {
  const handler = new Function(stack, id, { runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => ({});') });
  handler.addToRolePolicy(new PolicyStatement({ actions: ['qldb:*Ledger'], resources: [stack.formatArn({ service: 'qldb', resource: 'ledger', resourceName: '*' })] }));
  return handler;
};

const designs: Record<string, (stack: Stack) => void> = {
  'cdk-qldb': (stack) => {
    new Ledger(stack, 'Ledger');
  },
  'Provider, onEvent (no waiting)': (stack) => {
    const { serviceToken } = new Provider(stack, 'Provider', { onEventHandler: userFunction(stack, 'OnEvent') });
    new CustomResource(stack, 'Ledger', { serviceToken, resourceType: 'Custom::QLDBLedger' });
  },
  'Provider, onEvent + isComplete': (stack) => {
    const { serviceToken } = new Provider(stack, 'Provider', {
      onEventHandler: userFunction(stack, 'OnEvent'), isCompleteHandler: userFunction(stack, 'IsComplete'),
    });
    new CustomResource(stack, 'Ledger', { serviceToken, resourceType: 'Custom::QLDBLedger' });
  },
};

const rows = Object.entries(designs).map(([design, build]) => {
  const app = new App({ context: { 'cdk-qldb:endpoint': 'https://qldb.example.com' } });
  const stack = new Stack(app, 'Stack');
  build(stack);
  const findings = new AwsSolutionsChecks().validateScope(stack).violations.reduce((sum, violation) => sum + violation.violatingResources.length, 0);
  const template = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string }> };
  const types = Object.values(template.Resources).map((resource) => resource.Type);
  const count = (type: string) => types.filter((one) => one === type).length;
  return {
    design,
    resources: types.length,
    functions: count('AWS::Lambda::Function'),
    roles: count('AWS::IAM::Role'),
    stateMachines: count('AWS::StepFunctions::StateMachine'),
    templateBytes: JSON.stringify(template).length,
    nagFindings: findings,
  };
});

console.log('CloudFormation resources for one ledger, ledger included:');
console.table(Object.fromEntries(rows.map(({ design, ...figures }) => [design, figures])));
const [own, , waiting] = rows;
if (own && waiting) {
  console.log(`The framework that can wait as well takes ${(waiting.resources / own.resources).toFixed(1)} times the resources; cdk-nag is AwsSolutions, unacknowledged findings.`);
}
