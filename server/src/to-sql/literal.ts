/**
 * Literals of PostgreSQL's SQL that mean the same in every session: whatever `standard_conforming_strings`, `DateStyle` or `TimeZone` are.
 * https://www.postgresql.org/docs/current/sql-syntax-lexical.html
 */

/** NUL, which PostgreSQL's texts cannot hold, and halves of surrogate pairs, which are no characters. */
// eslint-disable-next-line no-control-regex -- NUL is what is looked for
const NO_TEXT = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

// eslint-disable-next-line no-control-regex -- control characters are what must be escaped
const ESCAPED = /[\u0001-\u0008\u000a-\u001f\u007f\\]/g;

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\\': '\\\\' };

/** The text as PostgreSQL can hold it: characters that it cannot hold are replaced by U+FFFD. */
export function storableText(text: string): string {
  return text.replace(NO_TEXT, '\ufffd');
}

/** Always on one line, so that a row of a script is a line of it. */
export function textLiteral(text: string): string {
  const quoted = storableText(text).replaceAll("'", "''");
  const escaped = quoted.replace(ESCAPED, (character) => ESCAPES[character] ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return escaped === quoted ? `'${quoted}'` : `E'${escaped}'`;
}

export function bytesLiteral(bytes: Uint8Array): string {
  return `E'\\\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}'`;
}

export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A moment, in milliseconds since the epoch. */
export function momentLiteral(milliseconds: number): string {
  return `'${new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '+00')}'`;
}
