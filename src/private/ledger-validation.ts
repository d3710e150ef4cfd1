import { RemovalPolicy, type Stack } from 'aws-cdk-lib';
import type { LedgerProps } from '../ledger-props';
import { PermissionsMode } from '../permissions-mode';
import { validateSymmetricKey } from './key-validation';
import { validateQldbName } from './qldb-name';
import { validateTimeout } from './timeout';
import { isConcrete, show, type Problem } from './validation';

/** What is wrong with the properties of a ledger in a stack. Tokens are never judged. */
export function validateLedgerProps(props: LedgerProps, stack: Stack): Problem[] {
  return [
    ...validateName(props.ledgerName),
    ...validatePermissionsMode(props.permissionsMode),
    ...validateTimeout(props.timeout),
    ...validateRemovalPolicy(props.removalPolicy),
    ...validateEncryptionKey(props, stack),
  ];
}

export function validateName(name: string | undefined): Problem[] {
  return validateQldbName('ledgerName', name, 'Qldb.InvalidLedgerName');
}

function validatePermissionsMode(mode: PermissionsMode | undefined): Problem[] {
  if (!isConcrete(mode) || Object.values(PermissionsMode).includes(mode)) return [];
  return [{
    code: 'Qldb.InvalidPermissionsMode',
    text: `'permissionsMode' must be STANDARD or ALLOW_ALL, got ${show(mode)}: use PermissionsMode.STANDARD`,
  }];
}

function validateRemovalPolicy(policy: RemovalPolicy | undefined): Problem[] {
  if (policy !== RemovalPolicy.SNAPSHOT) return [];
  return [{
    code: 'Qldb.InvalidRemovalPolicy',
    text: `'removalPolicy' must not be ${show(policy)}, ledgers have no snapshots: use RemovalPolicy.RETAIN and export the journal`,
  }];
}

function validateEncryptionKey({ encryptionKey }: LedgerProps, stack: Stack): Problem[] {
  if (encryptionKey === undefined) return [];
  const problems: Problem[] = [];
  const keyRegion = encryptionKey.env.region;
  if (isConcrete(keyRegion) && isConcrete(stack.region) && keyRegion !== stack.region) {
    problems.push({
      code: 'Qldb.EncryptionKeyInOtherRegion',
      text: `'encryptionKey' must be in the ledger's Region ${show(stack.region)}, got a key in ${show(keyRegion)}: use a key of that Region`,
    });
  }
  return [...problems, ...validateSymmetricKey('encryptionKey', encryptionKey, 'a ledger cannot be created')];
}
