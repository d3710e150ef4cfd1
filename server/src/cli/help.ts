import { flagList, type Flag } from './flags';

type Flags = ReadonlyArray<readonly [string, Flag]>;

/** How a flag is written: `--port PORT`. */
export function flagUsage(name: string, { value }: Flag): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

/** A line of help for each flag. */
export function flagLines(flags: Flags): string[] {
  const rows = flags.map(([name, flag]) => [flagUsage(name, flag), flag] as const);
  const width = Math.max(...rows.map(([usage]) => usage.length));
  return rows.map(([usage, flag]) => `  ${usage.padEnd(width)}  ${flag.description}${flag.default === undefined ? '' : ` [${flag.default}]`}`);
}

/** A table for a README. */
export function flagRows(flags: Flags): string {
  const rows = flags.map(([name, flag]) => `| \`${flagUsage(name, flag)}\` | ${flag.description} | ${flag.default ?? ''} |`);
  return ['| flag | meaning | without it |', '| --- | --- | --- |', ...rows].join('\n');
}

export function helpText(): string {
  return [
    'Usage: qldb-server [flags]',
    '       qldb-server verify DIRECTORY|s3://BUCKET/PREFIX [flags]   (verify --help has its flags)',
    '       qldb-server import --ledger NAME DIRECTORY|s3://… [flags] (import --help has its flags)',
    '',
    'A service that is wire-compatible with Amazon QLDB. In brackets: what holds without the flag.',
    '',
    ...flagLines(flagList),
    '',
  ].join('\n');
}

/** The same as the table in the README. */
export function flagTable(): string {
  return flagRows(flagList);
}
