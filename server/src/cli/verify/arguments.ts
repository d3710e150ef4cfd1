import { parseArgs } from 'node:util';
import { z } from 'zod';
import { verifyFlagList } from './flags';
import { DEFAULT_MAX_COMBINATIONS } from '../../archive/json/type-recovery';
import { UsageError } from '../arguments';

const VerifyArguments = z.object({
  'digest': z.string().optional(),
  'tip': z.string().optional(),
  'proof': z.array(z.string()).default([]),
  'strand': z.string().regex(/^[A-Za-z0-9]{10,40}$/, 'must be the id of a strand, such as JdxjkR9bSYB5jMHWcI464T').optional(),
  'max-combinations': z.string().default(String(DEFAULT_MAX_COMBINATIONS))
    .refine((text) => /^[0-9]{1,7}$/.test(text) && Number(text) >= 1 && Number(text) <= 1_000_000, 'must be an integer from 1 to 1000000')
    .transform(Number),
  'json': z.boolean().default(false),
  'report': z.string().regex(/./, 'must be the path of a file').optional(),
  'help': z.boolean().default(false),
});

export interface VerifyArguments extends z.output<typeof VerifyArguments> {
  /** A directory, a file, or `s3://bucket/prefix`. Absent only with `--help`. */
  readonly source: string;
}

/** @throws UsageError that lists every problem */
export function parseVerifyArguments(argv: readonly string[]): VerifyArguments {
  const { values, positionals } = splitArguments(argv);
  const result = VerifyArguments.safeParse(values);
  const problems = result.success ? [] : result.error.issues.map(({ path: [flag], message }) =>
    `--${String(flag)} ${message}; received '${String(Reflect.get(values, String(flag)))}'`);
  const given = (flag: string) => Reflect.get(values, flag) as unknown !== undefined;
  if (!given('help') && positionals.length !== 1) {
    problems.push(`verify takes one directory or s3://bucket/prefix; received ${positionals.length === 0 ? 'none' : positionals.join(' ')}`);
  }
  if (given('tip') && !given('digest') && !given('proof')) {
    problems.push('--tip says which block a digest was made at; give --digest or --proof too');
  }
  if (!result.success || problems.length > 0) throw new UsageError(problems.join('\n'));
  return { ...result.data, source: positionals[0] ?? '' };
}

function splitArguments(argv: readonly string[]): { readonly values: object; readonly positionals: readonly string[] } {
  try {
    return parseArgs({
      args: [...argv],
      strict: true,
      allowPositionals: true,
      options: Object.fromEntries(verifyFlagList.map(([name, { value, multiple = false }]) => [
        name, { type: value === undefined ? 'boolean' : 'string', multiple },
      ])),
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
