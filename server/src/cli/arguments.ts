import { parseArgs } from 'node:util';
import { z } from 'zod';
import { LOG_LEVELS } from '../logging';
import { isHttpUrl, isPostgresUrl } from '../options';
import { flagList, type Flag } from './flags';

/** What the user got wrong, in words for the user; each line is one problem. */
export class UsageError extends Error {}

/** Longest time that a flag may set: what a timer can wait. */
const MAX_MILLISECONDS = 2 ** 31 - 1;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

const integer = (least: number, most: number) => z.string()
  .refine((text) => /^[0-9]{1,9}$/.test(text) && Number(text) >= least && Number(text) <= most, `must be an integer from ${least} to ${most}`)
  .transform(Number);

const time = (least = 0) => z.string().transform((text, context) => {
  const [, digits = '', unit = ''] = /^([0-9]{1,10})(ms|s|m|h|d)$/.exec(text) ?? [];
  const milliseconds = Number(digits) * (UNITS[unit] ?? NaN);
  if (!(milliseconds >= least && milliseconds <= MAX_MILLISECONDS)) {
    context.addIssue(`must be a time such as 500ms, 5s or 2m${least > 0 ? `, at least ${least}ms` : ''}`);
    return z.NEVER;
  }
  return milliseconds;
});

const text = (pattern: RegExp, demand: string) => z.string().regex(pattern, demand);

const given = z.boolean().default(false);

/** Where ledgers are and whose they are. */
export const storageShape = {
  'data': text(/./, 'must be the path of a directory').optional(),
  'database-url': z.string().refine(isPostgresUrl, 'must be a URL such as postgres://user:password@host/database').optional(),
  'account-id': text(/^[0-9]{12}$/, 'must be 12 digits').optional(),
  'region': text(/^[a-z]{2}(-[a-z]+)+-[0-9]+$/, 'must be the name of a Region, such as us-east-1').optional(),
};

const Arguments = z.object({
  'host': text(/^\S+$/, 'must be an address or a host name').default('127.0.0.1'),
  'port': integer(0, 65_535).default(8182),
  'allow-unauthenticated': given,
  'allowed-host': z.array(text(/^[A-Za-z0-9._-]+$/, 'must be a host name without port')).default([]),
  'tls-cert': z.string().optional(),
  'tls-key': z.string().optional(),
  ...storageShape,
  'kms': given,
  'kms-endpoint': z.string().refine(isHttpUrl, 'must be an http or https URL').optional(),
  's3-endpoint': z.string().refine(isHttpUrl, 'must be an http or https URL').optional(),
  'kinesis-endpoint': z.string().refine(isHttpUrl, 'must be an http or https URL').optional(),
  'sts-endpoint': z.string().refine(isHttpUrl, 'must be an http or https URL').optional(),
  'ledger-creation-time': time().optional(),
  'ledger-deletion-time': time().optional(),
  'key-change-time': time().optional(),
  'key-check-interval': time(10).default(5_000),
  'redaction-time': time().optional(),
  'transaction-timeout': time(1).optional(),
  'session-lifetime': time(1).optional(),
  'export-start-time': time().optional(),
  'export-patience': time().optional(),
  'stream-check-interval': time(10).default(10_000),
  'stream-patience': time().optional(),
  'delivery-expiry': time().optional(),
  'max-ledgers': integer(0, 1_000_000).optional(),
  'max-tags': integer(0, 1_000_000).optional(),
  'max-sessions': integer(0, 1_000_000).optional(),
  'max-exports': integer(0, 1_000_000).optional(),
  'max-streams': integer(0, 1_000_000).optional(),
  'enable-fault-injection': given,
  'log-level': z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  'help': given,
  'version': given,
}).superRefine((values, context) => {
  if ((values['tls-cert'] === undefined) !== (values['tls-key'] === undefined)) {
    context.addIssue({ code: 'custom', path: ['tls-cert'], message: 'and --tls-key must be given together' });
  }
  if (values.data !== undefined && values['database-url'] !== undefined) {
    context.addIssue({ code: 'custom', path: ['data'], message: 'and --database-url cannot both be given; keep one of them' });
  }
});

export type Arguments = z.output<typeof Arguments>;

/** @throws UsageError that lists every problem */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values: received } = splitArguments(flagList, argv, false);
  const result = Arguments.safeParse(received);
  if (result.success) {
    return result.data;
  }
  throw new UsageError(result.error.issues.map(({ path: [flag], message }) => {
    const value: unknown = Reflect.get(received, String(flag));
    // A URL may hold a password.
    const shown = typeof value === 'string' && flag !== 'database-url' && !message.startsWith('and ') ? `; received '${value}'` : '';
    return `--${String(flag)} ${message}${shown}`;
  }).join('\n'));
}

/**
 * The flags as they were given, and what stands beside them.
 *
 * @throws UsageError
 */
export function splitArguments(
  flags: ReadonlyArray<readonly [string, Flag]>, argv: readonly string[], allowPositionals: boolean,
): { readonly values: Readonly<Record<string, unknown>>; readonly positionals: readonly string[] } {
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals,
      options: Object.fromEntries(flags.map(([name, { value, multiple = false }]) => [name, { type: value === undefined ? 'boolean' : 'string', multiple }])),
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
