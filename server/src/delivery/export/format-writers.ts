import { encode } from '../../ion/encode';
import { writeText } from '../../ion/text';
import type { Value } from '../../ion/value';
import { writeJson } from '../../ion/write-json';
import type { OutputFormat } from '../../model/journal-export';

export interface FormatWriter {
  /** Of data objects. */
  readonly extension: string;
  readonly contentType: string;
  /** The value so that others can follow: values one after the other are a valid whole. */
  write(value: Value): Buffer;
}

const line = (text: string): Buffer => Buffer.from(`${text}\n`);

/** JSON is JSON Lines: https://jsonlines.org. Each value of binary Ion has its own version marker and symbols. */
export const FORMAT_WRITERS: Readonly<Record<OutputFormat, FormatWriter>> = {
  ION_TEXT: { extension: 'ion', contentType: 'text/plain; charset=utf-8', write: (value) => line(writeText(value)) },
  ION_BINARY: { extension: 'ion', contentType: 'application/octet-stream', write: encode },
  JSON: { extension: 'json', contentType: 'application/json', write: (value) => line(writeJson(value)) },
};
