import { GetBlockCommand, GetDigestCommand, GetRevisionCommand, type QLDBClient } from '@aws-sdk/client-qldb';
import { ChainVerifier, parseAddress, parseIonText, parseProof, readBlock, verifyRevision, type BlockAddress, type Digest } from 'qldb-server';

/** A digest of the journal, as an auditor keeps it: outside of the database that it is about. */
export async function takeDigest(client: QLDBClient, ledger: string): Promise<Digest> {
  const { Digest: digest, DigestTipAddress: tip } = await client.send(new GetDigestCommand({ Name: ledger }));
  return { digest: digest!, tip: parseAddress(tip!.IonText!) };
}

/**
 * Fetches a revision with its proof, and verifies on this side that it is under the digest.
 *
 * @returns the number of hashes in the proof
 * @throws VerificationError naming what is wrong
 */
export async function proveRevision(client: QLDBClient, ledger: string, address: BlockAddress, documentId: string, digest: Digest): Promise<number> {
  const { Revision: revision, Proof: text } = await client.send(new GetRevisionCommand({
    Name: ledger,
    BlockAddress: { IonText: addressText(address) },
    DocumentId: documentId,
    DigestTipAddress: { IonText: addressText(digest.tip) },
  }));
  const proof = parseProof(text!.IonText!);
  verifyRevision(parseIonText(revision!.IonText!), { against: { ...digest, proof } });
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
