import { errors } from '../errors';
import type { Shape } from '../model/shape';
import { ledgerName, uniqueId } from '../model/shapes';

/** A page token tells where the next page starts. Its form is nobody's business but this file's. */
export function pageTokenAfter(name: string): string {
  return Buffer.from(JSON.stringify([1, name])).toString('base64');
}

/** @throws ServiceError InvalidParameterException for a text that `pageTokenAfter` did not make for the name of a ledger */
export function nameInPageToken(token: string): string {
  return textInPageToken(token, ledgerName);
}

/** @throws ServiceError InvalidParameterException for a text that `pageTokenAfter` did not make for an id */
export function idInPageToken(token: string): string {
  return textInPageToken(token, uniqueId);
}

function textInPageToken(token: string, shape: Shape<string>): string {
  try {
    const content: unknown = JSON.parse(Buffer.from(token, 'base64').toString('utf8'));
    const name = Array.isArray(content) && content.length === 2 && content[0] === 1
      ? shape.read(content[1], 'NextToken', ({ message }) => { throw new Error(message); })
      : undefined;
    if (name !== undefined && pageTokenAfter(name) === token) {
      return name;
    }
  } catch {
    // Reported below, whatever was wrong.
  }
  throw errors.invalidParameter("'NextToken' must be a token that an earlier page of the same list returned", 'NextToken');
}
