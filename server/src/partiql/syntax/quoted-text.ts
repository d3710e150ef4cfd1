import type { SourceReader } from './source-reader';

/** `'…'` and `"…"`, where a doubled quote stands for itself. */
export function readQuoted(reader: SourceReader, quote: '\'' | '"'): string {
  const start = reader.position();
  let text = '';
  reader.advance();
  for (;;) {
    text += reader.match(quote === '"' ? /[^"]*/y : /[^']*/y);
    if (reader.done) {
      reader.fail(`${quote === '"' ? 'quoted identifier' : 'string'} without end: the closing ${quote} is missing`, start);
    }
    reader.advance();
    if (reader.peek() !== quote) {
      return text;
    }
    text += quote;
    reader.advance();
  }
}

/** What may stand between the backticks of an Ion literal and may itself hold a backtick: strings, quoted symbols and comments. */
const ION_PARTS: ReadonlyArray<readonly [begin: string, body: RegExp, end: string]> = [
  ["'''", /(?:[^'\\]|\\[^]|'(?!''))*/y, "'''"],
  ["'", /(?:[^'\\]|\\[^])*/y, "'"],
  ['"', /(?:[^"\\]|\\[^])*/y, '"'],
  ['/*', /(?:[^*]|\*(?!\/))*/y, '*/'],
  ['//', /[^\r\n`]*/y, ''],
];

/** An Ion literal between backticks. https://amazon-ion.github.io/ion-docs/docs/spec.html */
export function readIonLiteral(reader: SourceReader): string {
  const start = reader.position();
  reader.advance();
  const begin = reader.index;
  for (;;) {
    reader.match(/[^`'"/{]*/y);
    if (reader.done) {
      reader.fail('ion literal without end: the closing ` is missing', start);
    }
    if (reader.peek() === '`') {
      const text = reader.since(begin);
      reader.advance();
      return text;
    }
    readIonPart(reader);
  }
}

function readIonPart(reader: SourceReader): void {
  // Base64 may hold two slashes, which are no comment there.
  if (reader.match(/\{\{\s*(?=[A-Za-z0-9+/=])/y) !== '') {
    reader.match(/[^}`]*/y);
    return;
  }
  const part = ION_PARTS.find(([begin]) => reader.startsWith(begin));
  if (part === undefined) {
    reader.advance();
    return;
  }
  const [begin, body, end] = part;
  const start = reader.position();
  reader.advance(begin.length);
  reader.match(body);
  if (!reader.startsWith(end)) {
    reader.fail(`ion literal with a part that does not end: the closing ${end} is missing`, start);
  }
  reader.advance(end.length);
}
