import { statement, type Statements } from './statement';

const WORK = statement('background_work', `
  select exists (
      select from user_index where ready_seq is null and failure is null and until = 9223372036854775807
    ) or exists (
      select from redaction where done_at is null and requested_at <= clock_timestamp() - $2::float8 * interval '1 millisecond'
    ) or exists (
      select from gone_ledger
    ) or exists (
      select from ledger where account = $1 and gone_at <= clock_timestamp()
    ) as work`);

/** Whether there may be something to do, at the price of one query. */
export async function hasBackgroundWork(db: Statements, account: number, redactionMilliseconds: number): Promise<boolean> {
  return (await db.run<{ readonly work: boolean }>(WORK, [account, redactionMilliseconds]))[0]?.work ?? false;
}
