/**
 * Physical id of a ledger: `<name>#<token>` when a request of this resource made it, `<name>` when it was there before.
 * Only a ledger whose owner tag has the token of the id is ever deleted.
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
