import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { dumpText, loadAll, type dom } from 'ion-js';
import { ChainVerifier, parseIonText, readBlock, type Block } from 'qldb-server';

/** Where an export lies. */
export interface ExportPlace {
  readonly bucket: string;
  readonly prefix: string;
  readonly exportId: string;
}

export interface VerifiedExport {
  /** Data objects, in the order of their blocks. */
  readonly keys: readonly string[];
  readonly blocks: readonly Block[];
  /** Of the journal at the last block. `undefined` where there are no blocks, or they begin in the middle of the journal. */
  readonly digest: Buffer | undefined;
}

/**
 * Reads an export in one of the Ion formats as its final manifest lists it, and verifies it block by block: every hash follows from what it covers,
 * every block from the one before.
 *
 * @throws VerificationError naming the block that is wrong, and what is wrong in it
 */
export async function verifyExport(s3: S3Client, place: ExportPlace): Promise<VerifiedExport> {
  const keys = await exportedKeys(s3, place);
  const chain = new ChainVerifier();
  const blocks: Block[] = [];
  for (const key of keys) {
    // AWS's own library reads both Ion formats; text keeps all that the hashes cover.
    for (const value of loadAll(await readObject(s3, place.bucket, key))) {
      const block = readBlock(parseIonText(dumpText(value)));
      chain.add(block);
      blocks.push(block);
    }
  }
  return { keys, blocks, digest: chain.digest() };
}

/** Keys of the data objects, from the final manifest, which is written in the format of the export. JSON is Ion, too. */
export async function exportedKeys(s3: S3Client, place: ExportPlace): Promise<readonly string[]> {
  const { bucket, prefix, exportId } = place;
  const { Contents: objects = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: `${prefix}${exportId}.` }));
  const manifest = objects.map(({ Key: key = '' }) => key).find((key) => key.endsWith('.completed.manifest'));
  if (manifest === undefined) {
    throw new Error(`there is no final manifest of the export ${exportId} below s3://${bucket}/${prefix}`);
  }
  const [content] = loadAll(await readObject(s3, bucket, manifest));
  return (content?.get('keys')?.elements() ?? []).map((key: dom.Value) => key.stringValue() ?? '');
}

export async function readObject(s3: S3Client, bucket: string, key: string): Promise<Uint8Array> {
  const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return await body?.transformToByteArray() ?? new Uint8Array();
}
