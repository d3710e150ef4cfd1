import { JournalAnswers } from './ledger-answers';
import type { Claim } from '../../src/archive/claims/claim';
import { readClaimParts } from '../../src/archive/claims/read-claim';
import { importText } from '../../src/import/import-report';
import { parseText, writeText } from '../../src/ion/text';
import { parseProof, readBlock, verifyBlock, verifyChain, verifyRevision } from '../../src/journal/verifier';
import { openStore } from '../../src/store/open-store';
import { Place } from '../session/places';
import { SdkSession } from '../session/sdk-session';
import { sdkClient } from '../support/clients';
import { newDataDirectory, storageOptions } from '../support/engines';
import { Imports } from '../support/imports';
import { describeWithVectors, readRealBlock } from '../support/shared-vectors';
import { TestArchive } from '../support/test-archive';

const STRAND = 'KmA3ZZca7vAIiJAK9S5Iwl';

describeWithVectors('the block that AWS published, imported with its proof', () => {
  const real = readRealBlock();
  const proof = `[${real.BlockProof.map((hash) => `{{${hash}}}`).join()}]`;
  test('is a ledger that shows it unchanged, and goes on', async () => {
    const parts = readClaimParts(JSON.stringify({
      Digest: real.digest, DigestTipAddress: { strandId: STRAND, sequenceNo: real.tipSequenceNo }, Block: real.Block, Proof: { IonText: proof },
    }));
    const claim = { source: '--proof', requested: true, ...parts } as Claim;
    const storage = newDataDirectory();
    const archive = new TestArchive();
    archive.objects.set(`2019/09/16/19/${STRAND}.100-100.ion`, Buffer.from(real.Block.IonText));
    const store = await openStore(storageOptions(storage), { onProblem: () => undefined });
    const report = await (await Imports.on(store)).run(archive, { claims: [claim] });
    await store.close();
    expect(report).toMatchObject({
      verification: { status: 'matches' }, ledger: { lastBlock: 100, provenFrom: 100, tables: [{ name: 'VehicleRegistration' }] },
    });
    expect(importText(report)).toContain(
      "IMPORTED: the ledger 'restored' is there, up to block 100\n  1 documents, in 1 active tables\n  digests, and proofs of blocks from 100 on",
    );

    const place = await Place.open('pglite', {}, storage);
    const qldb = sdkClient(place.endpoint);
    try {
      const session = await SdkSession.start(place, 'restored');
      const [{ VIN } = { VIN: '' }] = await session.run('SELECT VIN FROM VehicleRegistration') as Array<{ readonly VIN: unknown }>;
      await session.run(['UPDATE VehicleRegistration AS r SET r.City = ? WHERE r.VIN = ?', 'Everett', String(VIN)]);
      await session.run(['INSERT INTO VehicleRegistration ?', { VIN: 'new' }]);
      await session.end();

      const journal = await JournalAnswers.of(qldb, 'restored');
      expect([journal.strandId, journal.tip]).toEqual([STRAND, 102]);
      const shown = await journal.block(100, 102);
      expect(writeText(parseText(shown.text))).toBe(writeText(parseText(real.Block.IonText)));
      // Against the digest of today, the proof takes AWS's 99 blocks before it by the hashes that AWS's own proof has shown.
      const today = { digest: journal.digest, tip: { strandId: STRAND, sequenceNo: 102 } };
      const block = verifyBlock(parseText(shown.text), { origin: 'aws', against: { ...today, proof: parseProof(shown.proof!) } });
      const documentId = block.revisions.flatMap((each) => each.kind === 'user' ? [each.metadata.id] : [])[0]!;
      const revision = await journal.revision(100, documentId, 102);
      verifyRevision(parseText(revision.text), { against: { ...today, proof: parseProof(revision.proof) } });
      // The receipt of then still holds: it needs nobody.
      verifyBlock(parseText(shown.text), {
        origin: 'aws',
        against: { digest: Buffer.from(real.digest, 'base64'), tip: { strandId: STRAND, sequenceNo: 123 }, proof: parseProof(proof) },
      });
      const later = [101, 102].map(async (sequenceNo) => readBlock(parseText((await journal.block(sequenceNo)).text)));
      expect(verifyChain(await Promise.all(later)).blocks).toBe(2);
      await expect(journal.block(99)).rejects.toThrow('block 99 was not in the export that the ledger was imported from');
    } finally {
      qldb.destroy();
      await place.close();
      await storage.remove();
    }
  });
});
