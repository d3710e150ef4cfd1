/** What the name of an object says about it. https://docs.aws.amazon.com/qldb/latest/developerguide/export-journal.output.html */
export type ObjectName =
  | { readonly kind: 'data'; readonly strandId: string; readonly first: number; readonly last: number }
  /** Its name is not that of an export's object, but its extension is that of one. */
  | { readonly kind: 'candidate' }
  | { readonly kind: 'started manifest'; readonly exportId: string }
  | { readonly kind: 'completed manifest'; readonly exportId: string; readonly strandId: string }
  | { readonly kind: 'proofs' }
  | { readonly kind: 'other' };

const ID = '[A-Za-z0-9]{10,40}';
const DATA = new RegExp(`^(${ID})\\.(\\d{1,15})-(\\d{1,15})\\.[A-Za-z0-9]+(?:\\.gz)?$`);
const STARTED = new RegExp(`(${ID})\\.started\\.manifest(?:\\.gz)?$`);
const COMPLETED = new RegExp(`(${ID})\\.(${ID})\\.completed\\.manifest(?:\\.gz)?$`);
const CANDIDATE = /\.(?:ion|10n|json|jsonl|ndjson)(?:\.gz)?$/i;

export function readObjectName(key: string): ObjectName {
  const name = key.slice(key.lastIndexOf('/') + 1);
  // AWS's migration sample puts it behind the manifest's own key: `….completed.manifest<exportId>.<strandId>.proofs.json`.
  if (/(?:^|\.)proofs\.json$/.test(name)) return { kind: 'proofs' };
  const completed = COMPLETED.exec(name);
  if (completed) return { kind: 'completed manifest', exportId: idAtEnd(completed[1]!), strandId: completed[2]! };
  const started = STARTED.exec(name);
  if (started) return { kind: 'started manifest', exportId: idAtEnd(started[1]!) };
  const data = DATA.exec(name);
  if (data) return { kind: 'data', strandId: data[1]!, first: Number(data[2]), last: Number(data[3]) };
  return { kind: CANDIDATE.test(name) ? 'candidate' : 'other' };
}

/** Of a prefix and an id without anything between them: ids have 22 characters. */
function idAtEnd(text: string): string {
  return text.slice(-22);
}
