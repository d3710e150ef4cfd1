import { Stack } from 'aws-cdk-lib';
import { ArnPrincipal, ServicePrincipal, type IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import type { ControlPlaneProps } from '../control-plane-props';
import { QldbWarnings } from '../qldb-warnings';
import { annotateError } from './annotate';
import { attach, attached, CONFIGURATION, FIRST_USE } from './symbols';
import { show, throwProblems } from './validation';

export const ENDPOINT_CONTEXT = 'cdk-qldb:endpoint';
export const DELIVERY_PRINCIPAL_CONTEXT = 'cdk-qldb:delivery-principal';
export const QLDB_SERVICE = 'qldb.amazonaws.com';

/** Remembers properties for all stacks at and below a scope. */
export function configure(scope: IConstruct, props: ControlPlaneProps): void {
  const target = enclosingStack(scope) ?? scope;
  const firstUse = attached<string>(target, FIRST_USE);
  const where = show(target.node.path);
  if (firstUse !== undefined) {
    throwProblems(`configuration of the control plane at ${where}`, [{
      code: 'Qldb.ConfiguredAfterUse',
      text: `'ControlPlane.configure' must be called before the first QLDB construct, got a call after ${show(firstUse)} was made: move the call up`,
    }]);
  }
  if (attached(target, CONFIGURATION) !== undefined) {
    throwProblems(`configuration of the control plane at ${where}`, [{
      code: 'Qldb.ConfiguredTwice',
      text: `'ControlPlane.configure' must be called once for a scope, got a second call for ${where}: give all properties in one call`,
    }]);
  }
  attach(target, CONFIGURATION, props);
}

/** Marks a stack and its parents as configured for good. */
export function markUsed(stack: Stack, path: string): void {
  for (const scope of stack.node.scopes) {
    if (attached(scope, FIRST_USE) === undefined) attach(scope, FIRST_USE, path);
  }
}

/** What holds for a stack: each property from the nearest scope that sets it. */
export function configurationOf(stack: Stack): ControlPlaneProps {
  const merged: Record<string, unknown> = {};
  for (const scope of stack.node.scopes) {
    const props = Object.entries(attached<ControlPlaneProps>(scope, CONFIGURATION) ?? {});
    for (const [name, value] of props) if (value !== undefined) merged[name] = value;
  }
  return merged;
}

/** The endpoint of a stack. Without one, an error is added to the stack, once. */
export function endpointOf(stack: Stack): string | undefined {
  const endpoint = configurationOf(stack).endpoint ?? (stack.node.tryGetContext(ENDPOINT_CONTEXT) as string | undefined);
  if (endpoint === undefined) {
    annotateError(stack, QldbWarnings.NO_ENDPOINT, [
      'no QLDB endpoint is configured, and AWS shut its own down on 2025-07-31:',
      `deploy with '--context ${ENDPOINT_CONTEXT}=https://…', set that key in cdk.json,`,
      "or call ControlPlane.configure(scope, { endpoint: 'https://…' }) before the first QLDB construct",
    ].join(' '));
  }
  return endpoint;
}

/** Who serves the ledgers of a stack. */
export function deliveryPrincipalOf(stack: Stack): IPrincipal {
  const configured = configurationOf(stack).deliveryPrincipal;
  if (configured !== undefined) return configured;
  const context = stack.node.tryGetContext(DELIVERY_PRINCIPAL_CONTEXT) as string | undefined;
  if (context === undefined) return new ServicePrincipal(QLDB_SERVICE);
  return context.startsWith('arn:') ? new ArnPrincipal(context) : new ServicePrincipal(context);
}

/** Whether a principal is AWS's QLDB service itself, which works through grants and needs nothing in a key's policy. */
export function isQldbService(stack: Stack, principal: IPrincipal): boolean {
  // Rendered as a token, because the names of some services depend on the partition.
  const { Service: services = [] } = stack.resolve(principal.policyFragment.principalJson) as { Service?: string[] };
  return services.length === 1 && services[0] === QLDB_SERVICE;
}

function enclosingStack(scope: IConstruct): Stack | undefined {
  const stack = [...scope.node.scopes].reverse().find((parent) => Stack.isStack(parent));
  return stack as Stack | undefined;
}
