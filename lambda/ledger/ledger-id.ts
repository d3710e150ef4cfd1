import { replacedMark } from '../owner';

/**
 * Physical id of a ledger: `<name>#<token>` when a request of this resource made it, `<name>` when it was there before.
 * Only a ledger whose owner tag has the token of the id is ever deleted.
 *
 * When a ledger that was there before takes the place of another, the id is `<name>#-<mark of the other>`: no owner tag has
 * such a token, and a rollback finds the way back.
 */
export interface LedgerId {
  readonly name: string;
  readonly token?: string;
}

export function formatLedgerId({ name, token }: LedgerId): string {
  return token === undefined ? name : `${name}#${token}`;
}

/** Reads an id; `undefined` for what is no ledger's, such as an id with an underscore. */
export function parseLedgerId(physicalId: string): LedgerId | undefined {
  const [, name, token] = /^([A-Za-z0-9-]{1,32})(?:#(.+))?$/.exec(physicalId) ?? [];
  if (name === undefined) {
    return undefined;
  }
  return token === undefined ? { name } : { name, token };
}

/** True for a ledger that was there before the resource. */
export function isAttached({ token }: LedgerId): boolean {
  return token === undefined || token.startsWith('-');
}

/** Id of a ledger that was there before, possibly in the place of another. */
export function attachedId(name: string, replaced?: LedgerId): LedgerId {
  return replaced ? { name, token: `-${markOf(replaced)}` } : { name };
}

/** True if the resource's present ledger took the place of the other. */
export function tookThePlaceOf(present: LedgerId | undefined, other: LedgerId): boolean {
  return present?.token?.split('-')[1] === markOf(other);
}

/** What a replacement remembers of what it replaced. */
export function markOf(id: LedgerId): string {
  return replacedMark(isAttached(id) ? id.name : formatLedgerId(id));
}
