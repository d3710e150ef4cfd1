import { z } from 'zod';
import { DEFAULT_MAX_COMBINATIONS } from '../../archive/json/type-recovery';
import { splitArguments, UsageError } from '../arguments';
import type { Flag } from '../flags';

/** Flags of what reads an archive, whatever it does with it. */
export const archiveShape = {
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
};

export const archiveFlags = {
  'digest': { value: 'DIGEST', description: "digest to compare with: Base64, or a file with GetDigest's answer as JSON" },
  'tip': { value: 'BLOCK', description: 'block that the digest was made at: its number or address', default: 'any' },
  'proof': {
    value: 'FILE',
    description: 'proof: an answer of GetBlock or GetRevision, proofs.json, or a proof alone, then of the last block; may be repeated',
    multiple: true,
  },
  'strand': { value: 'ID', description: 'strand to read, where there are several' },
  'max-combinations': {
    value: 'COUNT',
    description: 'types to try for one revision that was written as JSON; less for large documents',
    default: String(DEFAULT_MAX_COMBINATIONS),
  },
  'json': { description: 'print the report as JSON' },
  'report': { value: 'FILE', description: 'write the report with the SHA-256 of every object to a file, as JSON where its name ends with .json' },
  'help': { description: 'print this text' },
} as const satisfies Readonly<Record<string, Flag>>;

export type ArchiveArguments = z.output<z.ZodObject<typeof archiveShape>> & {
  /** A directory, a file, or `s3://bucket/prefix`. Empty only with `--help`. */
  readonly source: string;
};

/**
 * Arguments of a command that takes one archive.
 *
 * @param check what else has to hold of the flags that were given
 * @throws UsageError that lists every problem
 */
export function parseArchiveArguments<Shape extends typeof archiveShape>(
  command: string, shape: Shape, flags: ReadonlyArray<readonly [string, Flag]>, argv: readonly string[],
  check: (given: (flag: string) => boolean) => readonly string[] = () => [],
): z.output<z.ZodObject<Shape>> & { readonly source: string } {
  const { values, positionals } = splitArguments(flags, argv, true);
  const result = z.object(shape).safeParse(values);
  const problems = result.success ? [] : result.error.issues.map(({ path: [flag], message }) =>
    // A URL may hold a password.
    `--${String(flag)} ${message}${flag === 'database-url' ? '' : `; received '${String(Reflect.get(values, String(flag)))}'`}`);
  const given = (flag: string) => Reflect.get(values, flag) as unknown !== undefined;
  if (!given('help') && positionals.length !== 1) {
    problems.push(`${command} takes one directory or s3://bucket/prefix; received ${positionals.length === 0 ? 'none' : positionals.join(' ')}`);
  }
  if (given('tip') && !given('digest') && !given('proof')) {
    problems.push('--tip says which block a digest was made at; give --digest or --proof too');
  }
  if (!given('help')) problems.push(...check(given));
  if (!result.success || problems.length > 0) throw new UsageError(problems.join('\n'));
  return { ...result.data, source: positionals[0] ?? '' };
}
