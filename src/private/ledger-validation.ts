import { RemovalPolicy, type Duration, type Stack } from 'aws-cdk-lib';
import type { LedgerProps } from '../ledger-props';
import { PermissionsMode } from '../permissions-mode';
import { keySettings } from './encryption-key';
import { isConcrete, show, type Problem } from './validation';

/** LedgerName of the API model, 2019-01-02. */
const LEDGER_NAME = /^(?!.*--)(?![0-9]+$)(?!-)(?!.*-$)[A-Za-z0-9-]{1,32}$/;
const MAX_TIMEOUT_SECONDS = 59 * 60;

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
  if (!isConcrete(name) || LEDGER_NAME.test(name)) return [];
  const suggestion = name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 32).replace(/-+$/, '');
  const remedy = LEDGER_NAME.test(suggestion) ? `use ${show(suggestion)}, for example` : 'choose another name, or leave it out to have one generated';
  return [{
    code: 'Qldb.InvalidLedgerName',
    text: `'ledgerName' must be 1 to 32 letters, digits and hyphens, not digits only, and no hyphen first, last or doubled, got ${show(name)}: ${remedy}`,
  }];
}

function validatePermissionsMode(mode: PermissionsMode | undefined): Problem[] {
  if (!isConcrete(mode) || Object.values(PermissionsMode).includes(mode)) return [];
  return [{
    code: 'Qldb.InvalidPermissionsMode',
    text: `'permissionsMode' must be STANDARD or ALLOW_ALL, got ${show(mode)}: use PermissionsMode.STANDARD`,
  }];
}

function validateTimeout(timeout: Duration | undefined): Problem[] {
  if (timeout === undefined) return [];
  if (timeout.isUnresolved()) {
    return timeout.unitLabel() === 'seconds' ? [] : [{
      code: 'Qldb.InvalidTimeout',
      text: `'timeout' must be in seconds where it is a token, which cannot be converted, got Duration.${timeout.unitLabel()}(<token>): use Duration.seconds()`,
    }];
  }
  const milliseconds = timeout.toMilliseconds();
  if (milliseconds % 1000 === 0 && milliseconds >= 1000 && milliseconds <= MAX_TIMEOUT_SECONDS * 1000) return [];
  return [{
    code: 'Qldb.InvalidTimeout',
    text: `'timeout' must be whole seconds from 1 second to 59 minutes, got ${timeout.toString()}: CloudFormation waits an hour at most, use Duration.minutes(15), for example`,
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
  const { keySpec, keyUsage, enabled } = keySettings(encryptionKey);
  if (isConcrete(keySpec) && keySpec !== 'SYMMETRIC_DEFAULT') {
    problems.push({
      code: 'Qldb.InvalidEncryptionKey',
      text: `'encryptionKey' must be a symmetric key, got key spec ${show(keySpec)}: leave out 'keySpec' of the key`,
    });
  }
  if (isConcrete(keyUsage) && keyUsage !== 'ENCRYPT_DECRYPT') {
    problems.push({
      code: 'Qldb.InvalidEncryptionKey',
      text: `'encryptionKey' must be for encryption and decryption, got key usage ${show(keyUsage)}: leave out 'keyUsage' of the key`,
    });
  }
  if (enabled === false) {
    problems.push({
      code: 'Qldb.InvalidEncryptionKey',
      text: "'encryptionKey' must be enabled, got a key with 'enabled' false: a ledger cannot be created with it, leave out 'enabled' of the key",
    });
  }
  return problems;
}
