import { z } from 'zod';
import { importFlagList } from './flags';
import { ledgerName } from '../../model/shapes';
import { archiveShape, parseArchiveArguments } from '../archive/arguments';
import { storageShape } from '../arguments';

const importShape = {
  ...archiveShape,
  ...storageShape,
  'ledger': z.string().superRefine((name, context) => {
    ledgerName.read(name, 'it', ({ message }) => context.addIssue(message.replace(/^'it' /, '')));
  }).optional(),
  'permissions-mode': z.enum(['STANDARD', 'ALLOW_ALL'], 'must be STANDARD or ALLOW_ALL').default('STANDARD'),
  'history-only': z.boolean().default(false),
  'discard': z.boolean().default(false),
};

export type ImportArguments = ReturnType<typeof parseImportArguments>;

/** @throws UsageError that lists every problem */
export function parseImportArguments(argv: readonly string[]) {
  const args = parseArchiveArguments('import', importShape, importFlagList, argv, (given) => [
    ...given('ledger') ? [] : ['--ledger is needed: the name that the ledger gets'],
    ...given('data') && given('database-url') ? ['--data and --database-url cannot both be given; keep one of them'] : [],
  ]);
  return { ...args, ledger: args.ledger ?? '' };
}
