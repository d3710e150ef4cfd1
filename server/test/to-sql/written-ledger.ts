import { CreateLedgerCommand, GetDigestCommand } from '@aws-sdk/client-qldb';
import { QLDBSessionClient } from '@aws-sdk/client-qldb-session';
import { load } from 'ion-js';
import { decode } from '../../src/ion/decode';
import { writeText } from '../../src/ion/text';
import { fieldOf, type StructValue } from '../../src/ion/value';
import { SdkSession } from '../session/sdk-session';
import { sdkClient } from '../support/clients';
import { eventually } from '../support/eventually';

export const LEDGER = 'registrations-2026';

/** Every type of Ion, and what SQL is touchy about. */
const DOCUMENT = '{text:"it\'s \\"quoted\\" \\\\ ä", number:5, large:12345678901234567890, decimal:90.250, float:1.5e0, flag:true, day:2017-08-21, '
  + 'moment:2019-09-16T19:37:05.360+02:00, minute:2019-09-16T19:37Z, unknown:2019-09-16T19:37:05-00:00, year:2019T, symbol:red, blob:{{aGVsbG8=}}, '
  + 'clob:{{"bytes"}}, nothing:null, typed:null.int, list:[1,{a:2017T}], sexp:(1 2), nested:{price:1.50,raw:{{AAE=}}}, noted:usd::5.00, '
  + '_ql_block:"mine", ctid:1, version:"mine too", \'a "b" c\':1}';

/** What the ledger answers about itself: rows of its views by table, and GetDigest. */
export interface Answers {
  readonly committed: Readonly<Record<string, readonly StructValue[]>>;
  readonly history: Readonly<Record<string, readonly StructValue[]>>;
  readonly digest: string;
  /** Address of the block that the digest is of. */
  readonly tip: string;
}

/** Writes a ledger with tables of awkward names, all types, changes, a deletion, a redaction, and a table that was dropped and made anew. */
export async function writeLedger(endpoint: string): Promise<Answers> {
  const qldb = sdkClient(endpoint);
  const client = new QLDBSessionClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' } });
  await qldb.send(new CreateLedgerCommand({ Name: LEDGER, PermissionsMode: 'STANDARD' }));
  const session = await SdkSession.start({ client: () => client }, LEDGER);
  await session.run('CREATE TABLE things', 'CREATE TABLE things_history', 'CREATE TABLE Things', 'CREATE TABLE old');
  const [inserted] = await session.run(['INSERT INTO things ?', load(DOCUMENT)]) as Array<{ readonly documentId: string }>;
  for (const n of [1, 2, 3, 4]) await session.run(['INSERT INTO things ?', { n }]);
  await session.run(['UPDATE things AS t SET t.number = ? WHERE t.number = ?', 6, 5]);
  await session.run("UPDATE things AS t SET t.n = 'one' WHERE t.n = 1", 'DELETE FROM things AS t WHERE t.n = 2');
  await session.run(['INSERT INTO things_history ?', { a: 1 }], ['INSERT INTO Things ?', { a: 1 }], ['INSERT INTO old ?', { a: 1 }]);
  await session.run('UPDATE old AS o SET o.a = 2');
  const dropped = await viewsOf(session, 'old');
  await session.run('DROP TABLE old');
  await session.run('CREATE TABLE old');
  await redactFirst(session, String(inserted!.documentId).replaceAll('"', ''));
  const committed: Record<string, readonly StructValue[]> = { dropped: dropped.committed };
  const history: Record<string, readonly StructValue[]> = { dropped: dropped.history };
  for (const table of ['things', 'things_history', 'Things', 'old']) {
    ({ committed: committed[table], history: history[table] } = await viewsOf(session, table));
  }
  const digest = await qldb.send(new GetDigestCommand({ Name: LEDGER }));
  await session.end();
  qldb.destroy();
  client.destroy();
  return { committed, history, digest: Buffer.from(digest.Digest!).toString('base64'), tip: digest.DigestTipAddress!.IonText! };
}

interface Views {
  readonly committed: readonly StructValue[];
  readonly history: readonly StructValue[];
}

async function viewsOf(session: SdkSession, table: string): Promise<Views> {
  return { committed: await query(session, `SELECT * FROM _ql_committed_${table}`), history: await query(session, `SELECT * FROM history(${table})`) };
}

/** With the types of Ion, which AWS's client does not show. */
async function query(session: SdkSession, statement: string): Promise<readonly StructValue[]> {
  const transaction = await session.begin();
  const { Values = [] } = await transaction.send(statement);
  await transaction.commit();
  return Values.map(({ IonBinary = new Uint8Array() }) => decode(IonBinary) as StructValue);
}

/** Redacts version 0 of a document of `things`, and waits until its data is gone. */
async function redactFirst(session: SdkSession, id: string): Promise<void> {
  const first = `SELECT * FROM history(things) AS h WHERE h.metadata.id = '${id}' AND h.metadata.version = 0`;
  const [revision] = await query(session, first);
  const [table] = await session.run("SELECT tableId FROM information_schema.user_tables WHERE name = 'things'") as Array<{ readonly tableId: unknown }>;
  const address = load(writeText(fieldOf(revision!, 'blockAddress')!));
  await session.run(['EXEC REDACT_REVISION ?, ?, ?', address, String(table!.tableId).replaceAll('"', ''), id]);
  await eventually(async () => (await query(session, first))[0], (now) => now !== undefined && fieldOf(now, 'dataHash') !== undefined);
}
