import { performance } from 'node:perf_hooks';
import { parseToSqlArguments } from './arguments';
import { toSqlHelpText } from './help';
import { writeOutput } from './output';
import { ProgressLine } from './progress';
import { readLedger } from './read-ledger';
import { DEFAULT_ACCOUNT_ID, DEFAULT_REGION } from '../../options';
import { openExistingStore } from '../../store/open-store';
import { writeScript, type ScriptSummary } from '../../to-sql/write-script';
import { version } from '../../version';
import { keptStorage } from '../configuration';

/**
 * `qldb-server to-sql`.
 *
 * @returns the exit code
 * @throws UsageError, and Error when the ledger cannot be read or the script not be written
 */
export async function runToSql(argv: readonly string[]): Promise<number> {
  const args = parseToSqlArguments(argv);
  if (args.help) {
    process.stdout.write(toSqlHelpText());
    return 0;
  }
  const store = await openExistingStore(keptStorage(args, process.env, 'where the ledgers are'), { onProblem: (error) => process.stderr.write(`qldb-server: ${error.message}\n`) });
  try {
    const ledger = await readLedger(store, { name: args.ledger, accountId: args['account-id'] ?? DEFAULT_ACCOUNT_ID, region: args.region ?? DEFAULT_REGION });
    const progress = process.stderr.isTTY
      ? new ProgressLine({ write: (text) => process.stderr.write(text), now: () => performance.now() })
      : undefined;
    const script = writeScript(ledger, {
      schema: args.schema ?? ledger.name,
      program: `qldb-server ${version}`,
      writtenAt: Date.now(),
      ...progress && { onProgress: (each) => progress.show(each) },
    });
    const summary = await writeOutput(args.output, script).finally(() => progress?.end());
    process.stderr.write(summaryText(summary, ledger.tables.length, ledger.tip));
    return 0;
  } finally {
    await store.close();
  }
}

function summaryText({ documents, revisions, partial }: ScriptSummary, tables: number, tip: number): string {
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
  const left = partial.map((table) => `qldb-server: table ${table} has too many fields for as many columns: the rarest are only in _ql_ion\n`);
  return `qldb-server: ${counted(documents, 'document')} and ${counted(revisions, 'revision')} of ${counted(tables, 'table')}, as of block ${tip}\n${left.join('')}`;
}
