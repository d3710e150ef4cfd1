import type { BlockOrigin } from '../../journal/check-block';
import type { Verdict } from '../verify/verdict';

/** What no hash binds in what was verified. The README lists the same. */
export function notProven(origins: Readonly<Record<BlockOrigin, number>>, verdicts: Readonly<Record<Verdict, number>>): string[] {
  return [
    'without a digest that was kept elsewhere, anything: whoever can write an archive can write one whose hashes fit',
    ...origins.aws > 0 ? [
      'of blocks of AWS: strandId, blockTimestamp, transactionId where a block has no revisions; whether a revision of which only the hash is '
      + 'shown was a document; that a block whose revisions are all left out, or its redactionInfo, had them',
    ] : [],
    'values of statement parameters, which are not in the journal',
    'the order of fields, and of revisions and entries that are combined with each other; the blockAddress of revisions, but that it is the block\'s',
    'what manifests say besides the objects they name: ledger, bucket, encryption, and times as far as no block contradicts them',
    ...verdicts['chain only'] > 0 ? ['data and metadata of the revisions that are "chain only": only their hashes are those of the chain'] : [],
    ...verdicts['hash only'] > 0 ? ['what the revisions were that are "hash only"'] : [],
  ];
}
