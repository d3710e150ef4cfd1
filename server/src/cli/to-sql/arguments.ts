import { z } from 'zod';
import { toSqlFlagList } from './flags';
import { MAX_NAME_BYTES } from '../../to-sql/names';
import { splitArguments, storageShape, UsageError } from '../arguments';

const ToSqlArguments = z.object({
  ...storageShape,
  ledger: z.string().regex(/./, 'must be the name of a ledger').optional(),
  // PostgreSQL keeps names that begin with pg_ to itself.
  // eslint-disable-next-line no-control-regex -- NUL is what no name can have
  schema: z.string().regex(/^(?!pg_)[^\u0000]+$/, 'must be a name that does not begin with pg_')
    .refine((name) => Buffer.byteLength(name) <= MAX_NAME_BYTES, `must have ${MAX_NAME_BYTES} bytes at most`).optional(),
  output: z.string().regex(/./, 'must be the path of a file').optional(),
  help: z.boolean().default(false),
});

export interface ToSqlArguments extends z.output<typeof ToSqlArguments> {
  /** Empty only with `--help`. */
  readonly ledger: string;
}

/** @throws UsageError that lists every problem */
export function parseToSqlArguments(argv: readonly string[]): ToSqlArguments {
  const { values } = splitArguments(toSqlFlagList, argv, false);
  const given = (flag: string) => Reflect.get(values, flag) as unknown;
  const result = ToSqlArguments.safeParse(values);
  const problems = result.success ? [] : result.error.issues.map(({ path: [flag], message }) =>
    // A URL may hold a password.
    `--${String(flag)} ${message}${flag === 'database-url' ? '' : `; received '${String(given(String(flag)))}'`}`);
  if (given('help') === undefined) {
    if (given('ledger') === undefined) problems.push('--ledger is needed: the name of the ledger to write');
    if (given('data') !== undefined && given('database-url') !== undefined) {
      problems.push('--data and --database-url cannot both be given; keep one of them');
    }
  }
  if (!result.success || problems.length > 0) throw new UsageError(problems.join('\n'));
  return { ...result.data, ledger: result.data.ledger ?? '' };
}
