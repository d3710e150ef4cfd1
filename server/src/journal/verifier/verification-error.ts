/** What was to be verified does not hold, or is not of the form that can be verified. */
export class VerificationError extends Error {
  override readonly name = 'VerificationError';
}
