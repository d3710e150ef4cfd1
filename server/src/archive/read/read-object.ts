import { createHash } from 'node:crypto';
import { readRecord, type BlockRecord } from './block-record';
import { ObjectBytes, UnzipError, type ObjectFacts } from './object-bytes';
import type { ArchiveFormat, ReadValue } from './read-value';
import { readValueGroups } from './read-values';
import type { DataObject } from '../inventory/inventory';
import type { Finding } from '../report/finding';
import type { ArchiveSource } from '../source/archive-source';

/** An object that was read, for the record. */
export interface ReadObject extends ObjectFacts {
  readonly key: string;
  readonly format: ArchiveFormat | undefined;
  readonly blocks: number;
  /** Sequence numbers. */
  readonly first: number | undefined;
  readonly last: number | undefined;
}

export type ObjectItem =
  | { readonly kind: 'block'; readonly object: DataObject; readonly record: BlockRecord }
  | { readonly kind: 'problem'; readonly finding: Finding }
  | { readonly kind: 'object'; readonly object: ReadObject };

/**
 * The blocks of an object, in rising order, each once, and what is wrong with the object as a whole. Those together that can be had without waiting;
 * each group has to be taken to its end before the next one.
 *
 * @throws SourceError
 */
export async function* readObject(source: ArchiveSource, object: DataObject): AsyncGenerator<Iterable<ObjectItem>> {
  const bytes = new ObjectBytes(source.read(object.key));
  const progress = new ObjectProgress(object);
  try {
    for await (const group of readValueGroups(bytes.read())) yield items(group, progress);
  } catch (error) {
    if (!(error instanceof UnzipError)) throw error;
    yield [{ kind: 'problem', finding: progress.unreadable(error.message, error.truncated ? 'truncated' : 'damaged') }];
  }
  yield progress.end();
  const facts = bytes.facts() ?? await wholeObject(source, object);
  yield [{ kind: 'object', object: { key: object.key, ...facts, ...progress.summary() } }];
}

function* items(values: Iterable<ReadValue>, progress: ObjectProgress): Generator<ObjectItem> {
  for (const read of values) {
    if (read.kind === 'unreadable') {
      yield { kind: 'problem', finding: progress.unreadable(read.problem, read.ends) };
      continue;
    }
    const result = readRecord(read);
    if ('noBlock' in result) {
      const { address, problem } = result.noBlock;
      yield { kind: 'problem', finding: progress.noBlock(problem, address?.sequenceNo) };
      continue;
    }
    const finding = progress.add(result.record);
    yield finding ? { kind: 'problem', finding } : { kind: 'block', object: progress.object, record: result.record };
  }
}

/** Of an object of which reading has stopped before its end. */
async function wholeObject(source: ArchiveSource, { key }: DataObject): Promise<ObjectFacts> {
  const hash = createHash('sha256');
  let bytes = 0;
  let gzip = false;
  for await (const chunk of source.read(key)) {
    if (bytes === 0) gzip = chunk[0] === 0x1f && chunk[1] === 0x8b;
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex'), gzip };
}

/** How far an object was read, and whether its blocks are those that its name says, in their order. */
class ObjectProgress {
  private format: ArchiveFormat | undefined;
  private blocks = 0;
  private first: number | undefined;
  private last: number | undefined;
  private damaged = false;

  constructor(readonly object: DataObject) {}

  summary(): Pick<ReadObject, 'format' | 'blocks' | 'first' | 'last'> {
    const { format, blocks, first, last } = this;
    return { format, blocks, first, last };
  }

  /** @returns a finding where the block must not stand here */
  add({ block: { address: { strandId, sequenceNo } }, format }: BlockRecord): Finding | undefined {
    const { object, last } = this;
    this.format = format;
    if (strandId !== object.strandId) {
      const differing = { field: 'blockAddress', expected: object.strandId, found: strandId };
      return this.finding('strand', sequenceNo, `block ${sequenceNo} is of another strand than its object`, differing);
    }
    if (last !== undefined && sequenceNo <= last) {
      return sequenceNo === last
        ? this.finding('block twice', sequenceNo, `block ${sequenceNo} stands there twice`)
        : this.finding('block order', sequenceNo, `block ${sequenceNo} stands behind block ${last}`);
    }
    this.first ??= sequenceNo;
    this.last = sequenceNo;
    this.blocks++;
    return undefined;
  }

  unreadable(problem: string, ends: false | 'truncated' | 'damaged'): Finding {
    this.damaged = true;
    return this.finding(ends === 'truncated' ? 'object truncated' : 'object unreadable', undefined,
      `${problem}, ${this.last === undefined ? 'before its first block' : `behind block ${this.last}`}`);
  }

  noBlock(problem: string, sequenceNo: number | undefined): Finding {
    this.damaged = true;
    const name = sequenceNo === undefined ? `what stands ${this.last === undefined ? 'first' : `behind block ${this.last}`}` : `block ${sequenceNo}`;
    return this.finding('block form', sequenceNo, `${name} is not a block as QLDB writes them: ${problem}`);
  }

  /** What its name says, and what it held. */
  * end(): Generator<ObjectItem> {
    const { object, first, last, damaged } = this;
    if (!object.named || damaged || (first === object.first && last === object.last)) return;
    const code = last === undefined || last < object.last ? 'object truncated' : 'object content';
    const found = first === undefined ? 'no block' : `blocks ${first} to ${last}`;
    yield {
      kind: 'problem',
      finding: this.finding(code, undefined, `it holds ${found}, its name says ${object.first} to ${object.last}`,
        { expected: `${object.first}-${object.last}`, found: first === undefined ? 'none' : `${first}-${last}` }),
    };
  }

  private finding(code: Finding['code'], sequenceNo: number | undefined, message: string, more: Partial<Finding> = {}): Finding {
    const { key } = this.object;
    return { code, object: key, ...sequenceNo !== undefined && { sequenceNo }, ...more, message: `object '${key}': ${message}` };
  }
}
