import type { RestoredLedger, RestoredTableSummary } from './stand-up';
import type { VerificationReport } from '../archive/report/report';
import { reportFileText, reportText, section } from '../archive/report/report-text';

/** What an import has found out and done. Plain data: it is written as JSON as it is. */
export interface ImportReport {
  readonly verification: VerificationReport;
  /** @default - something is wrong, and there is no ledger */
  readonly ledger?: RestoredLedger;
  /** Blocks that stay for another attempt. */
  readonly unfinished?: { readonly lastBlock: number | undefined };
}

/** A report as a person reads it. */
export function importText(report: ImportReport): string {
  return [reportText(report.verification), ...outcome(report)].join('\n');
}

/** The same with the objects that were read: what an auditor keeps. */
export function importFileText(report: ImportReport): string {
  return [reportFileText(report.verification), ...outcome(report)].join('\n');
}

function outcome({ ledger, unfinished }: ImportReport): string[] {
  if (ledger) return restored(ledger);
  const kept = unfinished?.lastBlock === undefined ? '' : ` Blocks up to ${unfinished.lastBlock} stay in the store, unseen: mend the export and run this again, or give --discard to begin anew.`;
  return section('NOT IMPORTED', [`There is no ledger: see above what is wrong.${kept}`]);
}

function restored({ ledgerName, lastBlock, documents, provenFrom, unproven, tables, incompleteHistories, notes }: RestoredLedger): string[] {
  return [
    ...section(`IMPORTED: the ledger '${ledgerName}' ${documents === undefined ? 'was there already, and has these blocks' : 'is there'}, up to block ${lastBlock}`, [
      ...documents === undefined ? [] : [`${documents.toLocaleString('en-US')} documents, in ${tables.filter(({ active }) => active).length} active tables`],
      provenFrom === undefined ? 'no digest and no proofs: the blocks at its beginning are missing' : `digests, and proofs of blocks from ${provenFrom} on`,
      ...unproven > 0 ? [`${unproven.toLocaleString('en-US')} revisions are there as JSON had them, marked as unproven::`] : [],
    ]),
    ...section('Tables', tables.map(tableText)),
    ...section('Histories with versions missing', incompleteTexts(incompleteHistories)),
    ...section('Notes on the tables', notes),
  ];
}

function tableText({ name, id, idIsDerived, active, indexes }: RestoredTableSummary): string {
  const fields = indexes.map((index) => `${index.field} (${index.id}${index.idIsDerived ? ', derived' : ''})`);
  return `${name} (${id}${idIsDerived ? ', derived: no block has its id' : ''})${active ? '' : ', dropped'}${fields.length > 0 ? `, indexes on ${fields.join(', ')}` : ''}`;
}

function incompleteTexts({ count, examples }: RestoredLedger['incompleteHistories']): string[] {
  if (count === 0) return [];
  return [
    `${count.toLocaleString('en-US')} documents`,
    ...examples.map(({ documentId, first, last, versions }) => `document ${documentId}: ${versions} versions, from ${first} to ${last}`),
  ];
}
