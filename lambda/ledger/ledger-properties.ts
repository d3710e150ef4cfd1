import type { Properties } from '../custom-resource/event';
import { readProperties, textProperty } from '../custom-resource/property-reader';

/** Literal by which the QLDB API names the key that AWS owns. */
export const AWS_OWNED_KEY = 'AWS_OWNED_KMS_KEY';

/** How a ledger is to be. */
export interface DesiredLedger {
  readonly permissionsMode: string;
  readonly deletionProtection: boolean;
  /** Absent for the AWS owned key. */
  readonly kmsKey?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface LedgerDeclaration extends DesiredLedger {
  readonly name: string;
  readonly adoptExisting: boolean;
}

/**
 * Reads what a template declares. What older versions of the library did not write yet has the default of the QLDB API.
 *
 * @throws a `RequestFailure` that lists every problem
 */
export function readDeclaration(properties: Properties): LedgerDeclaration {
  return readProperties(properties, (reader) => {
    const kmsKey = textProperty(properties, 'KmsKey');
    const declaration = {
      name: reader.name('Name'),
      permissionsMode: reader.oneOf('PermissionsMode', ['STANDARD', 'ALLOW_ALL'], 'STANDARD'),
      deletionProtection: reader.flag('DeletionProtection', true),
      adoptExisting: reader.flag('AdoptExisting', false),
      tags: reader.tags('Tags'),
      ...kmsKey !== undefined && kmsKey !== AWS_OWNED_KEY && { kmsKey },
    };
    if (properties.KmsKey !== undefined && typeof properties.KmsKey !== 'string') {
      reader.problem(`"KmsKey" must be the ARN of a KMS key, got ${JSON.stringify(properties.KmsKey)}`);
    }
    return declaration;
  });
}
