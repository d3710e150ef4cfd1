import { PartiQLAction, type PartiQLGrantOptions } from '../partiql-grant-options';
import { isConcrete, show, type Problem } from './validation';

/** UniqueId of the API model, without the hyphen that ids in Base62 never have. */
const TABLE_ID = /^[A-Za-z0-9]{22}$/;

/** What is wrong with the limits of a grant. Tokens are never judged. */
export function validatePartiQLGrant({ actions, tableIds, tableTags }: PartiQLGrantOptions): Problem[] {
  const problems: Problem[] = [];
  if (actions.length === 0) {
    problems.push({ code: 'Qldb.NoPartiQLActions', text: "'actions' must not be empty, got []: name the commands, PartiQLAction.SELECT, for example" });
  }
  if (tableIds?.length === 0) {
    problems.push({ code: 'Qldb.InvalidTableId', text: "'tableIds' must not be empty, got []: leave it out for all tables" });
  }
  for (const id of isConcrete(tableIds) ? tableIds : []) {
    if (!isConcrete(id) || TABLE_ID.test(id)) continue;
    problems.push({
      code: 'Qldb.InvalidTableId',
      text: `'tableIds' must be ids of 22 letters and digits, not names, got ${show(id)}: use the 'tableId' of information_schema.user_tables, or limit by 'tableTags'`,
    });
  }
  if (tableIds !== undefined && actions.includes(PartiQLAction.CREATE_TABLE)) {
    problems.push({
      code: 'Qldb.InvalidTableId',
      text: "'tableIds' must not limit PartiQLAction.CREATE_TABLE, a table gets its id when it is created: limit by 'tableTags', or grant it apart",
    });
  }
  if (tableTags !== undefined && Object.keys(tableTags).length === 0) {
    problems.push({ code: 'Qldb.InvalidTableTags', text: "'tableTags' must not be empty, got {}: leave it out for all tables" });
  }
  return problems;
}
