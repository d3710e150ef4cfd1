import { isConcrete, show, type Problem } from './validation';

/** LedgerName, for ledgers and streams alike, of the API model 2019-01-02. */
const NAME = /^(?!.*--)(?![0-9]+$)(?!-)(?!.*-$)[A-Za-z0-9-]{1,32}$/;

/** What is wrong with the name of a ledger or journal stream. */
export function validateQldbName(property: string, name: string | undefined, code: string): Problem[] {
  if (!isConcrete(name) || NAME.test(name)) return [];
  const suggestion = name.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 32).replace(/-+$/, '');
  const remedy = NAME.test(suggestion) ? `use ${show(suggestion)}, for example` : 'choose another name, or leave it out to have one generated';
  return [{
    code,
    text: `'${property}' must be 1 to 32 letters, digits and hyphens, not digits only, and no hyphen first, last or doubled, got ${show(name)}: ${remedy}`,
  }];
}
