import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * Adds a warning unless it was acknowledged on the construct or on one of its parents.
 *
 * Annotations look at the parents only when a warning is added, and not at the app itself, so that acknowledgements which
 * precede a late warning would be lost: https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/core/lib/annotations.ts
 */
export function warn(construct: IConstruct, id: string, message: string): void {
  if (!isAcknowledged(construct, id)) Validations.of(construct).addWarning(id, message);
}

/** Adds an error that the CDK CLI stops at; templates are synthesized all the same. Adding it again does nothing. */
export function annotateError(construct: IConstruct, id: string, message: string): void {
  Validations.of(construct).addError(id, message);
}

function isAcknowledged(construct: IConstruct, id: string): boolean {
  return construct.node.scopes.some((scope) => scope.node.metadata.some((entry) => (
    entry.type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY
    // The prefix is `annotation::` in older and `Annotation::` in newer releases of the CDK.
    && Object.keys(entry.data ?? {}).some((acknowledged) => acknowledged.replace(/^annotation::/i, '') === id)
  )));
}
