import { Stack, Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Acknowledges rule IAM5 of cdk-nag for a resource with a wildcard that is needed, with the reason; nothing without a wildcard.
 *
 * Written as metadata because `Validations.acknowledge` refuses ids with two colons: https://github.com/cdklabs/cdk-nag#acknowledging-a-rule
 */
export function acknowledgeWildcard(scope: IConstruct, resource: string, reason: string): void {
  const flat = flatten(Stack.of(scope).resolve(resource));
  if (!flat.includes('*')) return;
  const id = `AwsSolutions-IAM5[Resource::${flat}]`;
  scope.node.addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, { [id]: reason });
}

/** An ARN as cdk-nag writes it in finding ids: references in angle brackets. */
function flatten(value: unknown): string {
  if (typeof value === 'string') return value;
  const [name, argument] = Object.entries(value as Record<string, unknown>)[0] ?? [];
  if (name === 'Ref') return `<${String(argument)}>`;
  if (name === 'Fn::GetAtt') return `<${(argument as string[]).join('.')}>`;
  if (name === 'Fn::Join') {
    const [separator, parts] = argument as [string, unknown[]];
    return parts.map(flatten).join(separator);
  }
  return JSON.stringify(value);
}
