import { GetBlockCommand, GetDigestCommand, GetRevisionCommand, type QLDBClient } from '@aws-sdk/client-qldb';
import { ChainVerifier, parseAddress, parseIonText, parseProof, readBlock, verifyRevision, type BlockAddress, type Digest } from 'qldb-server';

/** A digest of the journal, as an auditor keeps it: outside of the database that it is about. */
export async function takeDigest(client: QLDBClient, ledger: string): Promise<Digest> {
  const { Digest: digest, DigestTipAddress: tip } = await client.send(new GetDigestCommand({ Name: ledger }));
  return { digest: digest!, tip: parseAddress(tip!.IonText!) };
}

/** What is kept to prove a document later on, whoever has the ledger then: a revision, its proof, and the digest that it leads to. */
export interface Receipt {
  readonly revision: string;
  readonly proof: string;
  readonly digest: Digest;
}

/** Fetches a revision with its proof. */
export async function takeReceipt(client: QLDBClient, ledger: string, address: BlockAddress, documentId: string, digest: Digest): Promise<Receipt> {
  const { Revision: revision, Proof: proof } = await client.send(new GetRevisionCommand({
    Name: ledger,
    BlockAddress: { IonText: addressText(address) },
    DocumentId: documentId,
    DigestTipAddress: { IonText: addressText(digest.tip) },
  }));
  return { revision: revision!.IonText!, proof: proof!.IonText!, digest };
}

/**
 * Verifies on this side that the revision is under the digest. It asks nobody.
 *
 * @returns the number of hashes in the proof
 * @throws VerificationError naming what is wrong
 */
export function verifyReceipt({ revision, proof: text, digest }: Receipt): number {
  const proof = parseProof(text);
  verifyRevision(parseIonText(revision), { against: { ...digest, proof } });
  return proof.length;
}

/**
 * Fetches the journal up to the digest's tip block by block, and verifies on this side that every hash follows from what it covers.
 *
 * @throws VerificationError naming the first block that is wrong, and what is wrong in it
 */
export async function auditJournal(client: QLDBClient, ledger: string, { digest, tip }: Digest): Promise<void> {
  const chain = new ChainVerifier();
  for (let sequenceNo = 0; sequenceNo <= tip.sequenceNo; sequenceNo++) {
    const address = { IonText: addressText({ ...tip, sequenceNo }) };
    const { Block: block } = await client.send(new GetBlockCommand({ Name: ledger, BlockAddress: address }));
    chain.add(readBlock(parseIonText(block!.IonText!)));
  }
  if (!chain.digest()?.equals(digest)) {
    throw new Error('the blocks are in order, but they are not those of the digest');
  }
}

function addressText({ strandId, sequenceNo }: BlockAddress): string {
  return `{strandId:"${strandId}",sequenceNo:${sequenceNo}}`;
}
