import { correct, type Advice } from '../qldb/qldb-explain';

/** What to do when QLDB refuses a call for an export. */
export const EXPORT_ADVICE: Advice = {
  accessDenied: 'the function needs qldb:ExportJournalToS3 on the ledger and iam:PassRole on the role of the export, which the construct allows: '
    + 'check the policies above the account, and permission boundaries',
  limit: 'wait for other exports of the ledger, or raise the quota of exports at a time',
  invalid: (parameter) => 'check that the bucket exists, that the role lets the QLDB endpoint\'s identity (the control plane\'s "deliveryPrincipal") assume it, '
    + `and that it may write below the prefix and use the key; otherwise ${correct(parameter)}`,
};
