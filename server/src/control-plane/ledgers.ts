import { beginJournal } from '../commit/begin-journal';
import { errors } from '../errors';
import { newId } from '../ids';
import { createLedgerView, describeLedgerView, ledgerSummary, permissionsModeView, updateLedgerView } from './ledger-view';
import { operation } from './operation';
import { nameInPageToken, pageTokenAfter } from './page-token';
import { checkTagCount } from './tag-quota';
import { AWS_OWNED_KEY } from '../model/aws-owned-key';
import { optional, required } from '../model/parameters';
import * as shapes from '../model/shapes';
import * as ledgers from '../store/ledgers';
import type { LedgerRecord } from '../store/ledgers';
import { statementsIn } from '../store/statement';

const name = required('path', shapes.ledgerName, 'name');

/** Largest page, and what a request without MaxResults gets. */
const PAGE_SIZE = 100;

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_CreateLedger.html */
export const createLedger = operation({
  Name: required('body', shapes.ledgerName),
  PermissionsMode: required('body', shapes.permissionsMode),
  DeletionProtection: optional('body', shapes.deletionProtection),
  KmsKey: optional('body', shapes.kmsKey),
  Tags: optional('body', shapes.tags),
}, async (context, input) => {
  const tags = input.Tags ?? new Map<string, string>();
  checkTagCount(context.quotas, input.Name, tags.size);
  const kmsKeyArn = input.KmsKey === undefined || input.KmsKey === AWS_OWNED_KEY ? null : await context.keys.resolve(input.KmsKey);
  const strand = newId(context.ids);
  const created = await context.store.transaction(async (tx) => {
    await ledgers.lockAccount(tx, context.account);
    await ledgers.purgeGoneLedgers(tx, context.account);
    const found = await ledgers.findLedger(tx, context.account, input.Name);
    if (found) {
      throw found.state === 'DELETING' ? errors.ledgerBeingDeleted(input.Name) : errors.ledgerExists(input.Name);
    }
    if (await ledgers.countLedgers(tx, context.account) >= context.quotas.activeLedgers) {
      throw errors.tooManyLedgers(context.quotas.activeLedgers);
    }
    const ledger = await ledgers.insertLedger(tx, context.account, {
      name: input.Name,
      strand,
      creationMilliseconds: context.timings.ledgerCreation,
      permissionsMode: input.PermissionsMode,
      deletionProtection: input.DeletionProtection ?? true,
      kmsKeyArn,
      tags,
    });
    await beginJournal(statementsIn(tx), ledger, newId(context.ids));
    return ledger;
  });
  // With a creation time of zero the record is ACTIVE already; the answer never is.
  return createLedgerView(context, { ...created, state: 'CREATING' });
});

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_DescribeLedger.html */
export const describeLedger = operation({ Name: name }, async (context, input) => {
  const ledger = await ledgers.findLedger(context.store.queries, context.account, input.Name);
  return describeLedgerView(context, ledger ?? notFound(input.Name));
});

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_ListLedgers.html */
export const listLedgers = operation({
  MaxResults: optional('query', shapes.maxResults, 'max_results'),
  NextToken: optional('query', shapes.nextToken, 'next_token'),
}, async (context, input) => {
  const size = input.MaxResults ?? PAGE_SIZE;
  const after = input.NextToken === undefined ? undefined : nameInPageToken(input.NextToken);
  // One more than asked for tells whether there is a next page.
  const found = await ledgers.listLedgers(context.store.queries, context.account, size + 1, after);
  const page = found.slice(0, size);
  const last = page.at(-1);
  return { Ledgers: page.map(ledgerSummary), ...(last && found.length > size && { NextToken: pageTokenAfter(last.name) }) };
});

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_UpdateLedger.html */
export const updateLedger = operation({
  Name: name,
  DeletionProtection: optional('body', shapes.deletionProtection),
  KmsKey: optional('body', shapes.kmsKey),
}, async (context, { Name, DeletionProtection, KmsKey }) => {
  const arn = KmsKey === undefined || KmsKey === AWS_OWNED_KEY ? KmsKey : await context.keys.resolve(KmsKey);
  const updated = await context.store.transaction(async (tx) => {
    const ledger = usable(Name, await ledgers.lockLedger(tx, context.account, Name));
    const sameKey = arn === undefined || arn === (ledger.kmsKeyArn ?? AWS_OWNED_KEY);
    return ledgers.updateLedger(tx, ledger, {
      deletionProtection: DeletionProtection,
      key: sameKey ? undefined : { arn, changeMilliseconds: context.timings.keyChange },
    });
  });
  return updateLedgerView(context, updated);
});

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_UpdateLedgerPermissionsMode.html */
export const updateLedgerPermissionsMode = operation({
  Name: name,
  PermissionsMode: required('body', shapes.permissionsMode),
}, async (context, { Name, PermissionsMode }) => {
  const updated = await context.store.transaction(async (tx) => {
    const ledger = usable(Name, await ledgers.lockLedger(tx, context.account, Name));
    return ledgers.updateLedger(tx, ledger, { permissionsMode: PermissionsMode });
  });
  return permissionsModeView(context, updated);
});

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_DeleteLedger.html */
export const deleteLedger = operation({ Name: name }, async (context, { Name }) => {
  await context.store.transaction(async (tx) => {
    const ledger = await ledgers.lockLedger(tx, context.account, Name) ?? notFound(Name);
    if (ledger.state !== 'ACTIVE') {
      throw ledger.state === 'DELETING' ? errors.ledgerBeingDeleted(Name) : errors.ledgerBeingCreated(Name);
    }
    if (ledger.deletionProtection) {
      throw errors.ledgerProtected(Name);
    }
    await ledgers.markDeleting(tx, ledger.ledger, context.timings.ledgerDeletion);
  });
  return undefined;
});

/** A ledger that is being deleted can only be described and listed. */
export function usable(ledger: string, record: LedgerRecord | undefined): LedgerRecord {
  return record && record.state !== 'DELETING' ? record : notFound(ledger);
}

/** A ledger whose journal can be delivered. */
export function readable(ledger: string, found: LedgerRecord | undefined): LedgerRecord {
  const record = usable(ledger, found);
  if (record.state === 'CREATING') {
    throw errors.ledgerNotReady(ledger);
  }
  if (record.encryptionStatus === 'KMS_KEY_INACCESSIBLE') {
    throw errors.ledgerKeyInaccessible(ledger);
  }
  return record;
}

function notFound(ledger: string): never {
  throw errors.ledgerNotFound(ledger);
}
