import { createHash } from 'node:crypto';

/** 192 bits that cannot be guessed, after the number of the ledger. */
const RANDOM_BYTES = 24;
const LEDGER_BYTES = 4;

/**
 * What a client proves its session with. Only its hash is kept, so that who reads the database cannot use the sessions in it.
 *
 * The ledger's number is in it because a commit must be answered truly even where the session itself is forgotten.
 */
export function newSessionToken(ledger: number, randomBytes: (size: number) => Buffer): string {
  const number = Buffer.alloc(LEDGER_BYTES);
  number.writeUInt32BE(ledger);
  return Buffer.concat([number, randomBytes(RANDOM_BYTES)]).toString('base64');
}

/** The key under which a session is kept. */
export function sessionKey(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** The ledger that the session of a token belongs to; `undefined` for what is no token of this server. */
export function ledgerOfToken(token: string): number | undefined {
  const bytes = Buffer.from(token, 'base64');
  return bytes.length === LEDGER_BYTES + RANDOM_BYTES ? bytes.readUInt32BE() : undefined;
}
