/** What was given cannot be verified at all: there is nothing, or more than one thing, or the request makes no sense for it. */
export class InputError extends Error {
  override readonly name = 'InputError';
}
