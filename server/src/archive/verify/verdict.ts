import type { RevisionPlace } from '../report/finding';

/**
 * What was proven of a revision:
 *
 * - `verified`: its hash is that of its metadata and its data, or of what stands in place of the data;
 * - `recovered`: the same, with the types that JSON had lost found again;
 * - `chain only`: its hash is in the chain, but its data, written as JSON, could not be bound to it: neither right nor wrong;
 * - `hash only`: it shows nothing but its hash, or nothing that its hash is known to be made of;
 * - `broken`: its hash is another one than its content makes.
 */
export const VERDICTS = ['verified', 'recovered', 'chain only', 'hash only', 'broken'] as const;

export type Verdict = (typeof VERDICTS)[number];

/** What a revision shows: a document, its deletion, what a redaction left, or a hash alone, as those of the service itself. */
export type RevisionForm = 'data' | 'deleted' | 'redacted' | 'internal';

export interface RevisionVerdict extends RevisionPlace {
  readonly verdict: Verdict;
  readonly form: RevisionForm;
  /** Why it is not more, in words. */
  readonly reason?: string;
}
