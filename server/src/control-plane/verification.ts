import type { ControlPlaneContext } from './context';
import { usable } from './ledgers';
import { operation } from './operation';
import { errors, ServiceError } from '../errors';
import { writeText } from '../ion/text';
import { blob, list, type Value } from '../ion/value';
import { AddressError, addressText, parseAddress } from '../journal/address';
import { blockValue } from '../journal/block';
import { checkBlock } from '../journal/check-block';
import type { Block, BlockAddress } from '../journal/journal';
import { revisionValue } from '../journal/revision';
import { blockProof, digestFrom, nodesForDigest, nodesForProof, revisionProof } from '../journal/tree';
import { optional, required } from '../model/parameters';
import * as shapes from '../model/shapes';
import * as ledgers from '../store/ledgers';
import type { LedgerRecord } from '../store/ledgers';
import { readNodeHashes } from '../store/nodes';
import { readJournalBlock } from '../store/read-journal-block';

const name = required('path', shapes.ledgerName, 'name');

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_GetDigest.html */
export const getDigest = operation({ Name: name }, async (context, input) => {
  const { ledger, strand, tip, treeSeq } = await openJournal(context, input.Name);
  if (treeSeq === null) {
    throw errors.noDigest(input.Name);
  }
  const digest = digestFrom(tip, await readNodeHashes(context.store, ledger, nodesForDigest(tip)));
  return { Digest: digest.toString('base64'), DigestTipAddress: { IonText: addressText({ strandId: strand, sequenceNo: tip }) } };
});

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_GetBlock.html */
export const getBlock = operation({
  Name: name,
  BlockAddress: required('body', shapes.ionText),
  DigestTipAddress: optional('body', shapes.ionText),
}, async (context, input) => {
  const journal = await openJournal(context, input.Name);
  const { sequenceNo, tip } = addressesOf(journal, input);
  const block = await readBlock(context, journal, sequenceNo);
  const proof = tip === undefined ? undefined : await proofOf(context, journal, sequenceNo, tip);
  return showing(block, () => ({
    Block: ionText(blockValue(block)),
    ...(proof && { Proof: ionText(list(proof.map(blob))) }),
  }));
});

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_GetRevision.html */
export const getRevision = operation({
  Name: name,
  BlockAddress: required('body', shapes.ionText),
  DocumentId: required('body', shapes.uniqueId),
  DigestTipAddress: optional('body', shapes.ionText),
}, async (context, input) => {
  const journal = await openJournal(context, input.Name);
  const { sequenceNo, tip } = addressesOf(journal, input);
  const block = await readBlock(context, journal, sequenceNo);
  const index = block.revisions.findIndex((each) => each.kind === 'user' && each.metadata.id === input.DocumentId);
  const revision = block.revisions[index];
  if (!revision) {
    throw errors.invalidParameter(`'DocumentId' must be that of a document with a revision in block ${sequenceNo}; received '${input.DocumentId}'`, 'DocumentId');
  }
  const proof = tip === undefined ? undefined : await proofOf(context, journal, sequenceNo, tip);
  const revisionHashes = block.revisions.map(({ hash }) => hash);
  return showing(block, () => ({
    Revision: ionText(revisionValue(block.address, revision)),
    ...(proof && { Proof: ionText(list(revisionProof(index, { ...block, revisionHashes }, proof).map(blob))) }),
  }));
});

interface Journal extends LedgerRecord {
  /** Sequence number of the latest block. */
  readonly tip: number;
}

/** The states are those of the API reference; the text about a key that cannot be used is the one that users of QLDB have seen. */
async function openJournal({ store, storages, account }: ControlPlaneContext, ledger: string): Promise<Journal> {
  const record = usable(ledger, await ledgers.findLedger(store.queries, account, ledger));
  if (record.state === 'CREATING') {
    throw errors.ledgerNotReady(ledger);
  }
  if (record.encryptionStatus === 'KMS_KEY_INACCESSIBLE') {
    throw errors.ledgerKeyInaccessible(ledger);
  }
  return { ...record, tip: await storages.open(record).tip() };
}

/** Numbers of the block and of the tip to prove it against. */
function addressesOf(
  journal: Journal, input: { readonly BlockAddress: string; readonly DigestTipAddress: string | undefined },
): { readonly sequenceNo: number; readonly tip?: number } {
  const { sequenceNo } = addressOf(journal, input.BlockAddress, 'BlockAddress');
  if (input.DigestTipAddress === undefined) {
    return { sequenceNo };
  }
  const { sequenceNo: tip } = addressOf(journal, input.DigestTipAddress, 'DigestTipAddress');
  if (tip < sequenceNo) {
    throw errors.invalidParameter(`'DigestTipAddress' must not be before the block ${sequenceNo}; received block ${tip}`, 'DigestTipAddress');
  }
  if (journal.treeSeq === null) {
    throw errors.noDigest(journal.name);
  }
  if (sequenceNo < journal.treeSeq) {
    throw errors.invalidParameter(
      `'DigestTipAddress' can be given for blocks from ${journal.treeSeq} on: the ledger was imported without the part of the tree to the left of block ${sequenceNo}`,
      'DigestTipAddress',
    );
  }
  return { sequenceNo, tip };
}

function addressOf(journal: Journal, text: string, parameter: string): BlockAddress {
  const address = parse(text, parameter);
  if (address.strandId !== journal.strand) {
    throw errors.invalidParameter(`'${parameter}' must have the strandId '${journal.strand}' of ledger '${journal.name}'; received '${address.strandId.slice(0, 64)}'`, parameter);
  }
  if (address.sequenceNo > journal.tip) {
    throw errors.invalidParameter(`'${parameter}' must be of a block that exists, the latest is ${journal.tip}; received ${address.sequenceNo}`, parameter);
  }
  return address;
}

function parse(text: string, parameter: string): BlockAddress {
  try {
    return parseAddress(text);
  } catch (error) {
    if (error instanceof AddressError) {
      throw errors.invalidParameter(`'${parameter}' cannot be read: ${error.message}`, parameter);
    }
    throw error;
  }
}

/**
 * The block, checked.
 *
 * One that does not have its hash is shown as it is, and the log says so. Who can change the database can also silence the server; it is
 * the client who proves that something was changed, and for that it needs what is stored.
 */
async function readBlock({ store, log }: ControlPlaneContext, journal: Journal, sequenceNo: number): Promise<Block> {
  const { ledger, name: ledgerName, strand, importedSeq, foreignSeq } = journal;
  const block = await readJournalBlock(store, ledger, strand, sequenceNo);
  if (!block) {
    const reason = importedSeq === null ? `block ${sequenceNo} is not in it` : `block ${sequenceNo} was not in the export that the ledger was imported from`;
    throw errors.invalidParameter(`'BlockAddress' must be of a block that the journal holds; ${reason}`, 'BlockAddress');
  }
  try {
    checkBlock(block, sequenceNo <= foreignSeq ? 'aws' : 'qldb-server');
  } catch (error) {
    log.error({ err: error, ledger: ledgerName, sequenceNo }, 'a block is not what was written');
  }
  return block;
}

async function proofOf({ store }: ControlPlaneContext, { ledger }: Journal, sequenceNo: number, tip: number): Promise<readonly Buffer[]> {
  return blockProof(sequenceNo, tip, await readNodeHashes(store, ledger, nodesForProof(sequenceNo, tip)));
}

/** What is damaged so far that it cannot be shown is an error that names the block. */
function showing<T>({ address }: Block, show: () => T): T {
  try {
    return show();
  } catch (error) {
    throw error instanceof ServiceError ? error : errors.damagedBlock(
      `block ${address.sequenceNo} of strand '${address.strandId}' is damaged and cannot be shown: ${(error as Error).message}`, error);
  }
}

function ionText(value: Value): { readonly IonText: string } {
  return { IonText: writeText(value) };
}
