/**
 * Format of the data in a journal export.
 *
 * @see https://docs.aws.amazon.com/qldb/latest/developerguide/API_ExportJournalToS3.html
 */
export enum OutputFormat {
  /** Amazon Ion as text. */
  ION_TEXT = 'ION_TEXT',

  /** Amazon Ion, binary: the smallest. */
  ION_BINARY = 'ION_BINARY',

  /** JSON, one block a line. It cannot express all types of Ion: hashes are computed from the Ion formats. */
  JSON = 'JSON',
}
