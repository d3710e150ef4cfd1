import { statement, type Int8, type Statements } from './statement';
import type { StoredNode } from '../journal/tree';

export interface OuterNode extends Pick<StoredNode, 'level' | 'index'> {
  readonly hash: Buffer;
}

const INSERT = statement('insert_outer_nodes', `
  insert into outer_node (ledger, level, index, hash) select $1, n.* from unnest($2::integer[], $3::bigint[], $4::bytea[]) as n`);
const READ = statement('outer_nodes', 'select level, index, hash from outer_node where ledger = $1');

/** Notes hashes of the journal's tree that are not stored with a block of it. */
export async function insertOuterNodes(db: Statements, ledger: number, nodes: readonly OuterNode[]): Promise<void> {
  await db.run(INSERT, [ledger, nodes.map(({ level }) => level), nodes.map(({ index }) => index), nodes.map(({ hash }) => hash)]);
}

/** All of them: at most one for each bit of a sequence number. */
export async function readOuterNodes(db: Statements, ledger: number): Promise<readonly OuterNode[]> {
  const rows = await db.run<{ readonly level: number; readonly index: Int8; readonly hash: Buffer }>(READ, [ledger]);
  return rows.map(({ level, index, hash }) => ({ level, index: Number(index), hash }));
}
