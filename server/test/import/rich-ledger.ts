import { load } from 'ion-js';
import type { Place } from '../session/places';
import { SdkSession } from '../session/sdk-session';

/** Every type of Ion that a document may have, in the forms that differ. */
export const DOCUMENTS = [
  '{kind:"scalars",text:"ä \\"quoted\\" \\U0001F697",number:5,large:123456789012345678901234567890,decimal:90.250,zero:-0.,tiny:1d-7,float:1.5e0,yes:true,nothing:null}',
  '{kind:"times",day:2017-08-21,month:2017-08T,year:2017T,moment:2019-09-16T19:37:05.360Z,offset:2019-09-16T21:37+02:00,unknown:2019-09-16T19:37:05-00:00}',
  '{kind:"bytes",blob:{{aGVsbG8gd29ybGQ=}},clob:{{"bytes"}},symbol:red,list:[1,{a:2017T},[]],struct:{a:{b:{c:[]}},empty:{}}}',
  '{kind:"numbers of one value",int:1,decimal:1.0,float:1e0}',
] as const;
/** What JSON has no place for: types of nulls and s-expressions come back, an annotation does not. */
export const ODD_DOCUMENT = '{kind:"odd",typed:null.string,sexp:(1 2),none:nan}';
export const ANNOTATED_DOCUMENT = '{kind:"annotated",note:about::"annotations"}';

interface Address {
  readonly strandId: unknown;
  readonly sequenceNo: unknown;
}

export interface RichLedger {
  /** Of a document that has been changed, and whose first version is redacted. */
  readonly redacted: { readonly documentId: string; readonly sequenceNo: number };
}

/** Writes what a journal can hold: all types, DDL of every kind, changes, deletions, a redaction, transactions that only read or change nothing. */
export async function writeRichLedger(place: Place, ledger: string): Promise<RichLedger> {
  const session = await SdkSession.start(place, ledger);
  await writeTables(session);
  for (const document of [...DOCUMENTS, ODD_DOCUMENT, ANNOTATED_DOCUMENT]) await session.run(['INSERT INTO things ?', load(document)]);
  const [inserted] = await session.run(['INSERT INTO things ?', { kind: 'changed', n: 0 }]) as Array<{ readonly documentId: unknown }>;
  const id = String(inserted!.documentId);
  for (let n = 1; n < 4; n += 1) await session.run(['UPDATE things AS t SET t.n = ? WHERE t.kind = ?', n, 'changed']);
  await session.run('SELECT * FROM things');
  await session.run(['INSERT INTO "Others" ?', [{ n: 1 }, { n: 2 }, { n: 3 }]], ['UPDATE "Others" AS o SET o.n = ? WHERE o.n = ?', 20, 2], 'SELECT * FROM things');
  await session.run(['DELETE FROM "Others" WHERE n = ?', 3]);
  await session.run(['DELETE FROM "Others" WHERE n = ?', 99]);
  await session.run(['INSERT INTO dropped ?', { n: 1 }]);
  await session.run('DROP TABLE dropped');
  const redacted = await redact(session, id);
  for (let n = 0; n < 50; n += 1) await session.run(['INSERT INTO many ?', { n, parity: n % 2 }]);
  await session.end();
  return { redacted };
}

async function writeTables(session: SdkSession): Promise<void> {
  await session.run('CREATE TABLE things', 'CREATE TABLE "Others" WITH (aws_tags = `{area: "others", stage: "test"}`)');
  await session.run('CREATE TABLE dropped', 'CREATE TABLE again', 'CREATE TABLE never', 'CREATE TABLE many');
  await session.run('CREATE INDEX ON things (n)', 'CREATE INDEX ON "Others" (n)', 'CREATE INDEX ON many (parity)');
  const [index] = await session.run("SELECT i.indexId FROM information_schema.user_tables AS t, t.indexes AS i WHERE t.name = 'things' AND i.expr = '[n]'") as
    Array<{ readonly indexId: unknown }>;
  await session.run(`DROP INDEX "${String(index!.indexId)}" ON things WITH (purge = true)`);
  await session.run('CREATE INDEX ON things (kind)');
  const [again] = await session.run('DROP TABLE again') as Array<{ readonly tableId: unknown }>;
  await session.run(`UNDROP TABLE "${String(again!.tableId)}"`);
  await session.run('DROP TABLE again');
  await session.run('CREATE TABLE again');
}

async function redact(session: SdkSession, documentId: string): Promise<RichLedger['redacted']> {
  const [first] = await session.run(`SELECT blockAddress FROM history(things) AS h WHERE h.metadata.id = '${documentId}' AND h.metadata.version = 0`) as
    Array<{ readonly blockAddress: Address }>;
  const { strandId, sequenceNo } = first!.blockAddress;
  const [table] = await session.run("SELECT tableId FROM information_schema.user_tables WHERE name = 'things'") as Array<{ readonly tableId: unknown }>;
  const address = `{strandId:"${String(strandId)}",sequenceNo:${String(sequenceNo)}}`;
  await session.run(['EXEC REDACT_REVISION ?, ?, ?', load(address), String(table!.tableId), documentId]);
  return { documentId, sequenceNo: Number(sequenceNo) };
}
