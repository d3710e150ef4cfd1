/** A case that does not give the result that the suite expects today, and why QLDB did not give it either. */
export interface ConformanceException {
  readonly file: string;
  readonly name: string;
  readonly reason: string;
}

export const CONFORMANCE_EXCEPTIONS: readonly ConformanceException[] = [];
