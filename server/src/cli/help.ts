import { flagList, type Flag } from './flags';

/** How a flag is written: `--port PORT`. */
export function flagUsage(name: string, { value }: Flag): string {
  return value === undefined ? `--${name}` : `--${name} ${value}`;
}

export function helpText(): string {
  const rows = flagList.map(([name, flag]) => [flagUsage(name, flag), flag] as const);
  const width = Math.max(...rows.map(([usage]) => usage.length));
  const lines = rows.map(([usage, flag]) => `  ${usage.padEnd(width)}  ${flag.description}${flag.default === undefined ? '' : ` [${flag.default}]`}`);
  return [
    'Usage: qldb-server [flags]',
    '',
    'A service that is wire-compatible with Amazon QLDB. In brackets: what holds without the flag.',
    '',
    ...lines,
    '',
  ].join('\n');
}

/** The same as the table in the README. */
export function flagTable(): string {
  const rows = flagList.map(([name, flag]) => `| \`${flagUsage(name, flag)}\` | ${flag.description} | ${flag.default ?? ''} |`);
  return ['| flag | meaning | without it |', '| --- | --- | --- |', ...rows].join('\n');
}
