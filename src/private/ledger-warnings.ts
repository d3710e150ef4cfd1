import { CfnDeletionPolicy, Stack, Token, type CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { ILedger } from '../ledger-base';
import { PermissionsMode } from '../permissions-mode';
import { QldbWarnings } from '../qldb-warnings';
import { warn } from './annotate';
import { attach, attached, LEDGERS } from './symbols';

/** Active ledgers per account and Region: https://docs.aws.amazon.com/qldb/latest/developerguide/limits.html */
const LEDGER_QUOTA = 5;

export function warnAboutMode(ledger: ILedger): void {
  if (ledger.permissionsMode !== PermissionsMode.ALLOW_ALL) return;
  warn(ledger, QldbWarnings.ALLOW_ALL, [
    "'permissionsMode' is ALLOW_ALL: whoever may call qldb:SendCommand may read, change and drop every table;",
    'set STANDARD, which lets IAM decide by table and command',
  ].join(' '));
}

export function warnAboutRemoval(ledger: IConstruct, resource: CfnResource, deletionProtection: boolean): void {
  const destroyed = resource.cfnOptions.deletionPolicy === CfnDeletionPolicy.DELETE || resource.cfnOptions.deletionPolicy === undefined;
  if (destroyed && deletionProtection) {
    warn(ledger, QldbWarnings.DESTROY_PROTECTED, [
      "'removalPolicy' is DESTROY but 'deletionProtection' is on: deleting the ledger will fail;",
      "deploy with 'deletionProtection' set to false before removing it, or use RemovalPolicy.RETAIN",
    ].join(' '));
  }
  if (!destroyed && !deletionProtection) {
    warn(ledger, QldbWarnings.DELETION_PROTECTION_OFF, [
      "'deletionProtection' is off: everyone who may call qldb:DeleteLedger can delete the ledger, its journal included;",
      'leave it on',
    ].join(' '));
  }
}

/** Warns at the first ledger over the quota of its account and Region. */
export function warnAboutQuota(ledger: IConstruct): void {
  const root = ledger.node.root;
  const ledgers = attached<Map<string, number>>(root, LEDGERS) ?? new Map<string, number>();
  attach(root, LEDGERS, ledgers);
  const { environment, description } = environmentOf(Stack.of(ledger));
  const count = (ledgers.get(environment) ?? 0) + 1;
  ledgers.set(environment, count);
  if (count !== LEDGER_QUOTA + 1) return;
  warn(ledger, QldbWarnings.LEDGER_QUOTA, [
    `this is ledger number ${count} for ${description}, and the default quota is ${LEDGER_QUOTA} active ledgers for an account and Region:`,
    'raise the quota of the service before deploying, and acknowledge this warning on the stack or app',
  ].join(' '));
}

/** Stacks with unknown account or Region are counted one by one: they may go anywhere, but each to one place. */
function environmentOf(stack: Stack): { environment: string; description: string } {
  if (Token.isUnresolved(stack.account) || Token.isUnresolved(stack.region)) {
    let outermost = stack;
    while (outermost.nestedStackParent) outermost = outermost.nestedStackParent;
    return { environment: outermost.node.path, description: `stack ${outermost.node.path}` };
  }
  return { environment: `aws://${stack.account}/${stack.region}`, description: `account ${stack.account} in ${stack.region}` };
}
