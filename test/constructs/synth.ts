import { App, Stack, type AppProps, type StackProps } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';

export const ENDPOINT = 'https://qldb.example.com';
export const ENVIRONMENT = { account: '111122223333', region: 'eu-central-1' };

/** An app whose stacks have an endpoint. */
export function testApp(context: Record<string, unknown> = {}, props: AppProps = {}): App {
  return new App({ ...props, context: { 'cdk-qldb:endpoint': ENDPOINT, ...context } });
}

export function testStack(props: StackProps = {}, app = testApp()): Stack {
  return new Stack(app, 'Stack', props);
}

export type Json = string | number | boolean | null | { readonly [key: string]: Json } | readonly Json[];

export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource?: Json;
  readonly Condition?: Record<string, Record<string, Json>>;
  readonly Principal?: Json;
}

export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, Json>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

export function resourcesOf(stack: Stack, type: string): Record<string, Resource> {
  return Template.fromStack(stack).findResources(type) as Record<string, Resource>;
}

/** The only resource of a type. */
export function onlyResource(stack: Stack, type: string): Resource {
  const found = Object.values(resourcesOf(stack, type));
  if (found.length !== 1 || found[0] === undefined) throw new Error(`expected one ${type}, found ${found.length}`);
  return found[0];
}

export function onlyLedger(stack: Stack): Resource {
  return onlyResource(stack, 'Custom::QLDBLedger');
}

/** Statements of the policies, inline and managed, whose logical id matches. */
export function statements(stack: Stack, logicalId: RegExp): Statement[] {
  const policies = { ...resourcesOf(stack, 'AWS::IAM::Policy'), ...resourcesOf(stack, 'AWS::IAM::ManagedPolicy') };
  return Object.entries(policies)
    .filter(([id]) => logicalId.test(id))
    .flatMap(([, policy]) => (policy.Properties.PolicyDocument as unknown as { Statement: Statement[] }).Statement);
}

/** Statements of the function's own policies. */
export function functionStatements(stack: Stack): Statement[] {
  return statements(stack, /^CdkQldbControlPlaneRole/);
}

/** Warnings on a construct and below, without the part that the CDK adds. */
export function warnings(stack: Stack, path = '*'): string[] {
  return Annotations.fromStack(stack).findWarning(path, Match.anyValue()).map((message) => String(message.entry.data));
}

export function errors(stack: Stack): string[] {
  return Annotations.fromStack(stack).findError('*', Match.anyValue()).map((message) => String(message.entry.data));
}

/** The message of what `action` throws. */
export function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('expected an error');
}
