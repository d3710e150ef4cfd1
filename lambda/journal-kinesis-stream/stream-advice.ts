import { correct, type Advice } from '../qldb/qldb-explain';

/** What to do when QLDB refuses a call for a stream. */
export const STREAM_ADVICE: Advice = {
  accessDenied: 'the function may start streams, change and cancel those whose "cdk-qldb:owner" tag names this stack, and pass the role of the stream: '
    + 'check the policies above the account, and permission boundaries',
  limit: 'cancel streams of the ledger that are not needed, or raise the quota of active streams; replacing a stream needs one more for a moment, unless it has a fixed name',
  invalid: (parameter) => 'check that the Kinesis stream exists, that the role lets the QLDB endpoint\'s identity (the control plane\'s "deliveryPrincipal") assume it, '
    + `and that it may write to the Kinesis stream and use its key; otherwise ${correct(parameter)}`,
};
