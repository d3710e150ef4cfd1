import fc from 'fast-check';
import { attachedId, formatLedgerId, isAttached, markOf, parseLedgerId, tookThePlaceOf } from '../../lambda/ledger/ledger-id';
import { belongsTo, ownerIn, ownerTagValue, tokenOf } from '../../lambda/owner';
import { OWNER_TAG } from '../../src/private/contract';

const stackName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,127}$/);
const logicalResourceId = fc.stringMatching(/^[A-Za-z0-9]{1,255}$/);
const claimant = fc.record({ stackName, logicalResourceId });
const requestId = fc.uuid();
const ledgerName = fc.stringMatching(/^[A-Za-z0-9-]{1,32}$/);
const ledgerId = fc.oneof(
  fc.record({ name: ledgerName }),
  fc.tuple(ledgerName, requestId).map(([name, request]) => ({ name, token: tokenOf(request) })),
  fc.tuple(ledgerName, requestId).map(([name, request]) => attachedId(name, { name: 'x', token: tokenOf(request) })),
);

describe('owner tag', () => {
  test('is recognised by the claimant that wrote it', () => {
    fc.assert(fc.property(claimant, requestId, (who, request) => {
      const token = tokenOf(request);
      const owner = ownerIn({ [OWNER_TAG]: ownerTagValue(who, token) });
      expect(owner).toMatchObject({ stackName: who.stackName, token });
      expect(belongsTo(owner, who)).toBe(true);
    }));
  });

  test('has at most 256 characters of what QLDB accepts, and begins with the stack that policies name', () => {
    fc.assert(fc.property(claimant, requestId, ledgerId, (who, request, replaced) => {
      const value = ownerTagValue(who, tokenOf(request, markOf(replaced)));
      expect(value.length).toBeLessThanOrEqual(256);
      expect(value).toMatch(/^[\w./=+:@ -]+$/);
      expect(value.startsWith(`${who.stackName}/`)).toBe(true);
    }));
  });

  test('is not another claimant\'s', () => {
    fc.assert(fc.property(claimant, claimant, requestId, (who, other, request) => {
      fc.pre(who.stackName !== other.stackName || who.logicalResourceId !== other.logicalResourceId);
      expect(belongsTo(ownerIn({ [OWNER_TAG]: ownerTagValue(who, tokenOf(request)) }), other)).toBe(false);
    }));
  });

  test('tells long logical ids apart that differ in the last character', () => {
    const long = (last: string) => ({ stackName: 's'.repeat(128), logicalResourceId: `${'r'.repeat(254)}${last}` });
    expect(ownerTagValue(long('a'), 'token')).not.toBe(ownerTagValue(long('b'), 'token'));
  });

  test.each<Record<string, string>>([{}, { [OWNER_TAG]: '' }, { [OWNER_TAG]: 'someone' }, { [OWNER_TAG]: 'a/b' }, { [OWNER_TAG]: '//' }])('is not read from %j', (tags) => {
    expect(ownerIn(tags)).toBeUndefined();
  });

  test('is nobody\'s on a ledger without one', () => {
    expect(belongsTo(undefined, { stackName: 's', logicalResourceId: 'r' })).toBe(false);
  });
});

describe('physical id of a ledger', () => {
  test('is read as it was written', () => {
    fc.assert(fc.property(ledgerId, (id) => {
      expect(parseLedgerId(formatLedgerId(id))).toEqual(id);
    }));
  });

  test.each(['Shop-Ledger_1ABC', 'cdk-qldb::CREATE_FAILED', '', 'a b', 'x'.repeat(33)])('is not read from %j', (text) => {
    expect(parseLedgerId(text)).toBeUndefined();
  });

  test('never has a token that an owner tag can have when the ledger was there before', () => {
    fc.assert(fc.property(ledgerName, ledgerId, requestId, (name, replaced, request) => {
      const id = attachedId(name, replaced);
      expect(isAttached(id)).toBe(true);
      expect(isAttached({ name, token: tokenOf(request, markOf(replaced)) })).toBe(false);
    }));
  });

  test('of a replacement leads back to what it replaced, and to nothing else', () => {
    fc.assert(fc.property(ledgerId, ledgerId, ledgerName, requestId, (replaced, other, name, request) => {
      fc.pre(markOf(replaced) !== markOf(other));
      for (const present of [{ name, token: tokenOf(request, markOf(replaced)) }, attachedId(name, replaced)]) {
        expect(tookThePlaceOf(present, replaced)).toBe(true);
        expect(tookThePlaceOf(present, other)).toBe(false);
      }
      expect(tookThePlaceOf({ name, token: tokenOf(request) }, replaced)).toBe(false);
      expect(tookThePlaceOf(undefined, replaced)).toBe(false);
    }));
  });
});
