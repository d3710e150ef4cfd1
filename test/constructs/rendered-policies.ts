import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Json, Resource } from './synth';

const PSEUDO: Record<string, string> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::AccountId': '111122223333',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** Policies of a stack as CloudFormation hands them to IAM, by the logical id of what holds them. */
export function renderedPolicies(stack: Stack, stackName = stack.stackName): Record<string, Json> {
  const resources = Template.fromStack(stack).toJSON().Resources as Record<string, Resource>;
  const documents = Object.entries(resources).flatMap(([id, { Properties }]) => {
    const document = Properties?.PolicyDocument ?? Properties?.KeyPolicy;
    return document === undefined ? [] : [[id, render(document, { ...PSEUDO, 'AWS::StackName': stackName }, resources)] as const];
  });
  return Object.fromEntries(documents);
}

/** A value with its references put in, each with the length that it has in an account. */
export function render(value: Json, refs: Record<string, string>, resources: Record<string, Resource>): Json {
  if (Array.isArray(value)) return value.map((item: Json) => render(item, refs, resources));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Record<string, Json>);
  const [name, argument] = entries[0] ?? [];
  if (entries.length === 1 && name === 'Ref') return refs[String(argument)] ?? String(argument);
  if (entries.length === 1 && name === 'Fn::GetAtt') {
    const [logicalId, attribute] = argument as [string, string];
    return attribute === 'Name' ? resources[logicalId]?.Properties.Name ?? null : arnOf(logicalId, resources);
  }
  if (entries.length === 1 && name === 'Fn::Join') {
    const [separator, parts] = argument as [string, Json[]];
    return parts.map((part) => String(render(part, refs, resources))).join(separator);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, render(item, refs, resources)]));
}

/** An ARN of the form and length that a resource of this type gets. */
export function arnOf(logicalId: string, resources: Record<string, Resource>): string {
  const type = resources[logicalId]?.Type;
  if (type === 'AWS::KMS::Key') return keyArn(logicalId);
  if (type === 'Custom::QLDBLedger') return `arn:aws:qldb:eu-central-1:111122223333:ledger/${String(resources[logicalId]?.Properties.Name)}`;
  if (type === 'AWS::Logs::LogGroup') return `arn:aws:logs:eu-central-1:111122223333:log-group:${logicalId}:*`;
  if (type === 'AWS::Lambda::Function') return `arn:aws:lambda:eu-central-1:111122223333:function:${logicalId}`;
  return `arn:aws:iam::111122223333:role/${logicalId}`;
}

/** A key's ARN: 36 characters of id, told apart by the logical id's hash at its end. */
export function keyArn(logicalId: string): string {
  return `arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-0000${logicalId.slice(-8)}`;
}
