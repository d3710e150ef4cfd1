import { createHash } from 'node:crypto';
import { Stack, Token } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

const MAX_LENGTH = 32;
const HASH_LENGTH = 8;

/**
 * A unique ledger name from the construct's path, the shape of `Names.uniqueResourceName`.
 *
 * That function starts at the innermost stack, and a nested stack's name is not known at synth: the same nested stack in two
 * stacks of an account would give one name for two ledgers. This one starts at the outermost stack.
 */
export function generateLedgerName(construct: IConstruct): string {
  const scopes = construct.node.scopes;
  const outermost = scopes.findIndex((scope) => Stack.isStack(scope));
  const path = scopes.slice(outermost).map((scope) => (
    Stack.isStack(scope) && !Token.isUnresolved(scope.stackName) ? scope.stackName : scope.node.id
  ));
  const hash = createHash('sha256').update(path.join('/')).digest('hex').slice(0, HASH_LENGTH).toUpperCase();
  const readable = path.filter((part) => part !== 'Default' && part !== 'Resource').join('').replace(/[^A-Za-z0-9]/g, '');
  // Names of digits only are not valid.
  const lettered = /^[A-Za-z]/.test(readable) ? readable : `Ledger${readable}`;
  return `${shorten(lettered, MAX_LENGTH - HASH_LENGTH)}${hash}`;
}

function shorten(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length / 2) + text.slice(-length / 2);
}
