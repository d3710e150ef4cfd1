import { correct, type Advice } from '../qldb/qldb-explain';

/** What to do when QLDB refuses a call for a ledger. */
export const LEDGER_ADVICE: Advice = {
  accessDenied: 'the function\'s role may change only ledgers whose "cdk-qldb:owner" tag names this stack, adopted ones by their ARN, '
    + 'and use keys that the key\'s own policy lets it use: check both and the policies above the account',
  limit: 'delete ledgers that are not needed, or raise the quota of active ledgers',
  invalid: correct,
};
