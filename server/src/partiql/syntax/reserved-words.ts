/**
 * Words that are no names unless they stand in double quotes: SQL-92's, those of PartiQL, and those of QLDB.
 *
 * QLDB's list names the parts of a date (`year` … `second`) too, yet the implementation that it ran reads `x.year`: they are names here.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/ql-reference.reserved.html
 */
const SQL_92 = `
  absolute action add all allocate alter and any are as asc assertion at authorization avg begin between bit bit_length both by cascade cascaded
  case cast catalog char character character_length char_length check close coalesce collate collation column commit connect connection
  constraint constraints continue convert corresponding count create cross current current_date current_time current_timestamp current_user
  cursor date deallocate dec decimal declare default deferrable deferred delete desc describe descriptor diagnostics disconnect distinct domain
  double drop else end escape except exception exec execute exists external extract false fetch first float for foreign found from full get
  global go goto grant group having identity immediate in indicator initially inner input insensitive insert int integer intersect interval
  into is isolation join key language last leading left level like local lower match max min module names national natural nchar next no not
  null nullif numeric octet_length of on only open option or order outer output overlaps pad partial position precision prepare preserve
  primary prior privileges procedure public read real references relative restrict revoke right rollback rows schema scroll section select
  session session_user set size smallint some space sql sqlcode sqlerror sqlstate substring sum system_user table temporary then time
  timestamp to trailing transaction translate translation trim true union unique unknown update upper usage user using value values varchar
  varying view when whenever where with work write zone`;

const PARTIQL = 'bag blob bool boolean clob index limit list missing pivot remove sexp string struct symbol tuple unpivot';

const QLDB = 'date_add date_diff to_string to_timestamp txid undrop utcnow';

const setOf = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

export const RESERVED_WORDS = setOf(`${SQL_92} ${PARTIQL} ${QLDB}`);

/** Words that hold a statement together: where one of them stands in place of a field, something has been left out. */
const STRUCTURE = `
  all and as at between by case create cross delete distinct drop else end escape except exec exists false from full group having in inner
  insert intersect into is join left like limit missing natural not null on or order outer pivot remove right select set then true undrop union
  unpivot update values when where with`;

const STRUCTURE_WORDS = setOf(STRUCTURE);

/** Behind a dot, where nothing but a field can stand, the other reserved words need no quotes: `v.list`, `p.date`. QLDB wanted them. */
export const isFieldWord = (keyword: string): boolean => !STRUCTURE_WORDS.has(keyword);

/** Reserved words that name functions. Calls of any other name are calls too; whether the function exists is for the evaluator to say. */
export const FUNCTION_WORDS: ReadonlySet<string> = new Set([
  'bit_length', 'char_length', 'character_length', 'coalesce', 'convert', 'exists', 'lower', 'nullif',
  'octet_length', 'position', 'size', 'to_string', 'to_timestamp', 'translate', 'txid', 'upper', 'utcnow',
]);
