import { GetBlockCommand, GetDigestCommand, GetRevisionCommand, type QLDBClient } from '@aws-sdk/client-qldb';
import { dumpText, load } from 'ion-js';
import { parseText } from '../../src/ion/text';
import type { Block } from '../../src/journal/journal';
import { readBlock } from '../../src/journal/verifier';
import type { Place } from '../session/places';
import { SdkSession } from '../session/sdk-session';

/** What a ledger answers to the operations about its journal. */
export class JournalAnswers {
  static async of(client: QLDBClient, ledger: string): Promise<JournalAnswers> {
    const { Digest, DigestTipAddress } = await client.send(new GetDigestCommand({ Name: ledger }));
    const [, strandId = '', sequenceNo = ''] = /strandId:"(\w+)",sequenceNo:(\d+)/.exec(DigestTipAddress?.IonText ?? '') ?? [];
    return new JournalAnswers(client, ledger, strandId, Number(sequenceNo), Buffer.from(Digest ?? []));
  }

  private constructor(
    private readonly client: QLDBClient, private readonly ledger: string, readonly strandId: string, readonly tip: number, readonly digest: Buffer,
  ) {}

  /** A block as text, with its proof where a tip is given. */
  async block(sequenceNo: number, tip?: number): Promise<{ readonly text: string; readonly proof?: string }> {
    const { Block: block, Proof: proof } = await this.client.send(new GetBlockCommand({
      Name: this.ledger, BlockAddress: this.address(sequenceNo), ...tip !== undefined && { DigestTipAddress: this.address(tip) },
    }));
    return { text: block?.IonText ?? '', ...proof && { proof: proof.IonText } };
  }

  async revision(sequenceNo: number, DocumentId: string, tip: number): Promise<{ readonly text: string; readonly proof: string }> {
    const { Revision, Proof } = await this.client.send(new GetRevisionCommand({
      Name: this.ledger, BlockAddress: this.address(sequenceNo), DocumentId, DigestTipAddress: this.address(tip),
    }));
    return { text: Revision?.IonText ?? '', proof: Proof?.IonText ?? '' };
  }

  /** All blocks from `from` on. */
  async blocks(from: number): Promise<readonly Block[]> {
    const blocks: Block[] = [];
    for (let sequenceNo = from; sequenceNo <= this.tip; sequenceNo += 1) blocks.push(readBlock(parseText((await this.block(sequenceNo)).text)));
    return blocks;
  }

  address(sequenceNo: number): { readonly IonText: string } {
    return { IonText: `{strandId:"${this.strandId}",sequenceNo:${sequenceNo}}` };
  }
}

/** Over what is there now, the committed view, and history. */
const QUERIES = [
  'SELECT * FROM things',
  'SELECT * FROM _ql_committed_things',
  'SELECT * FROM history(things)',
  'SELECT * FROM things AS t BY id WHERE t.kind = \'changed\'',
  'SELECT * FROM things WHERE kind = \'times\'',
  'SELECT * FROM "Others"',
  'SELECT * FROM history("Others")',
  'SELECT * FROM _ql_committed_Others AS o WHERE o.data.n = 20',
  'SELECT COUNT(*) AS c, SUM(n) AS s FROM many WHERE parity = 1',
  'SELECT VALUE n FROM many WHERE parity = 0',
  'SELECT * FROM again',
  'SELECT * FROM never',
  'SELECT name, status FROM information_schema.user_tables',
  'SELECT tableId, name FROM information_schema.user_tables WHERE name IN (\'things\', \'Others\', \'many\', \'dropped\')',
  'SELECT t.name, i.expr, i.status FROM information_schema.user_tables AS t, t.indexes AS i',
] as const;

/** The answers to a set of queries, each sorted, as Ion text. */
export async function queryAnswers(place: Pick<Place, 'client'>, ledger: string): Promise<Readonly<Record<string, readonly string[]>>> {
  const session = await SdkSession.start(place, ledger);
  const answers: Record<string, readonly string[]> = {};
  for (const query of QUERIES) {
    const transaction = await session.begin();
    const texts: string[] = [];
    for (let page = await transaction.send(query); ; page = await transaction.page(page.NextPageToken)) {
      texts.push(...(page.Values ?? []).map(({ IonBinary }) => dumpText(load(IonBinary!)!)));
      if (page.NextPageToken === undefined) break;
    }
    await transaction.commit();
    answers[query] = texts.sort();
  }
  await session.end();
  return answers;
}
