import { App, Aws, CfnParameter, Duration, RemovalPolicy, Stack, Tags, type StackProps } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { CfnKey, Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import * as fc from 'fast-check';
import { ENVIRONMENT, messageOf, testApp } from './synth';
import { Ledger, type LedgerProps, PermissionsMode } from '../../src';
import { validateName } from '../../src/private/ledger-validation';
import { validateTags } from '../../src/private/tags';

function problemsOf(props: LedgerProps | ((stack: Stack) => LedgerProps), stackProps: StackProps = {}): string {
  const stack = new Stack(new App(), 'Stack', stackProps);
  const given = typeof props === 'function' ? props(stack) : props;
  return messageOf(() => new Ledger(stack, 'Ledger', given));
}

const HEAD = 'invalid properties of ledger "Stack/Ledger":\n';

describe('properties of a ledger', () => {
  test('fail with one error that lists every problem', () => {
    const message = problemsOf((stack) => ({
      ledgerName: 'my_ledger',
      permissionsMode: 'OPEN' as PermissionsMode,
      timeout: Duration.hours(1),
      removalPolicy: RemovalPolicy.SNAPSHOT,
      encryptionKey: new Key(stack, 'Key', { keySpec: KeySpec.RSA_2048, keyUsage: KeyUsage.SIGN_VERIFY }),
    }));

    expect(message).toBe(HEAD + [
      '  - \'ledgerName\' must be 1 to 32 letters, digits and hyphens, not digits only, and no hyphen first, last or doubled, got "my_ledger": use "my-ledger", for example [Qldb.InvalidLedgerName]',
      '  - \'permissionsMode\' must be STANDARD or ALLOW_ALL, got "OPEN": use PermissionsMode.STANDARD [Qldb.InvalidPermissionsMode]',
      "  - 'timeout' must be whole seconds from 1 second to 59 minutes, got Duration.hours(1): CloudFormation waits an hour at most, use Duration.minutes(15), for example [Qldb.InvalidTimeout]",
      '  - \'removalPolicy\' must not be "snapshot", ledgers have no snapshots: use RemovalPolicy.RETAIN and export the journal [Qldb.InvalidRemovalPolicy]',
      '  - \'encryptionKey\' must be a symmetric key, got key spec "RSA_2048": leave out \'keySpec\' of the key [Qldb.InvalidEncryptionKey]',
      '  - \'encryptionKey\' must be for encryption and decryption, got key usage "SIGN_VERIFY": leave out \'keyUsage\' of the key [Qldb.InvalidEncryptionKey]',
    ].join('\n'));
  });

  test.each([
    ['', 'choose another name, or leave it out to have one generated'],
    ['12345', 'choose another name, or leave it out to have one generated'],
    ['a--b', 'use "a-b", for example'],
    ['-a', 'use "a", for example'],
    ['a-', 'use "a", for example'],
    ['a'.repeat(33), `use "${'a'.repeat(32)}", for example`],
    ['Größe', 'use "Gr-e", for example'],
  ])('fail for the name %j', (ledgerName, remedy) => {
    expect(problemsOf({ ledgerName })).toBe(`${HEAD}  - 'ledgerName' must be 1 to 32 letters, digits and hyphens, not digits only, `
      + `and no hyphen first, last or doubled, got ${JSON.stringify(ledgerName)}: ${remedy} [Qldb.InvalidLedgerName]`);
  });

  test.each(['a', '1a', 'A-1', 'x'.repeat(32)])('pass for the name %j', (ledgerName) => {
    expect(validateName(ledgerName)).toEqual([]);
  });

  test.each([
    ['an hour', Duration.hours(1), 'Duration.hours(1)'],
    ['half a second', Duration.millis(500), 'Duration.millis(500)'],
    ['one and a half seconds', Duration.millis(1500), 'Duration.millis(1500)'],
    ['nothing', Duration.seconds(0), 'Duration.seconds(0)'],
  ])('fail for a timeout of %s', (_, timeout, got) => {
    expect(problemsOf({ timeout })).toBe(`${HEAD}  - 'timeout' must be whole seconds from 1 second to 59 minutes, got ${got}: `
      + 'CloudFormation waits an hour at most, use Duration.minutes(15), for example [Qldb.InvalidTimeout]');
  });

  test('fail for a timeout in minutes whose number is a token', () => {
    const message = problemsOf((stack) => ({ timeout: Duration.minutes(new CfnParameter(stack, 'Minutes', { type: 'Number' }).valueAsNumber) }));

    expect(message).toBe(`${HEAD}  - 'timeout' must be in seconds where it is a token, which cannot be converted, got Duration.minutes(<token>): `
      + 'use Duration.seconds() [Qldb.InvalidTimeout]');
  });

  describe('encryption key', () => {
    test('fails when imported from another Region', () => {
      const message = problemsOf((stack) => ({
        encryptionKey: Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'),
      }), { env: ENVIRONMENT });

      expect(message).toBe(`${HEAD}  - 'encryptionKey' must be in the ledger's Region "eu-central-1", got a key in "us-east-1": `
        + 'use a key of that Region [Qldb.EncryptionKeyInOtherRegion]');
    });

    test('fails when disabled', () => {
      expect(problemsOf((stack) => ({ encryptionKey: new Key(stack, 'Key', { enabled: false }) }))).toBe(
        `${HEAD}  - 'encryptionKey' must be enabled, got a key with 'enabled' false: a ledger cannot be created with it, leave out 'enabled' of the key [Qldb.InvalidEncryptionKey]`,
      );
    });

    test('fails behind an alias as well', () => {
      expect(problemsOf((stack) => ({
        encryptionKey: new Key(stack, 'Key', { keySpec: KeySpec.HMAC_256, keyUsage: KeyUsage.GENERATE_VERIFY_MAC }).addAlias('mac'),
      }))).toContain('got key spec "HMAC_256"');
    });

    test('passes where nothing can be known', () => {
      const stack = new Stack(testApp(), 'Stack', { env: ENVIRONMENT });
      const key = new Key(stack, 'Key');
      (key.node.defaultChild as CfnKey).keySpec = Aws.NO_VALUE;
      new Ledger(stack, 'Declared', { encryptionKey: key });
      new Ledger(stack, 'Imported', { encryptionKey: Key.fromKeyArn(stack, 'ImportedKey', `arn:aws:kms:${Aws.REGION}:111122223333:key/x`) });
      const agnostic = new Stack(stack.node.root as App, 'Agnostic');
      new Ledger(agnostic, 'Anywhere', { encryptionKey: Key.fromKeyArn(agnostic, 'Key', 'arn:aws:kms:us-east-1:111122223333:key/x') });
    });
  });
});

describe('tags of a ledger', () => {
  function synthWith(tags: Record<string, string>): () => unknown {
    const stack = new Stack(testApp(), 'Stack');
    const ledger = new Ledger(stack, 'Ledger');
    for (const [key, value] of Object.entries(tags)) Tags.of(ledger).add(key, value);
    return () => Template.fromStack(stack);
  }

  test('fail after aspects, with one error that lists every problem', () => {
    const many = Object.fromEntries(Array.from({ length: 48 }, (_, i) => [`k${i}`, '']));
    const message = messageOf(synthWith({ ...many, 'aws:x': '1', 'cdk-qldb:owner': '2', 'a?b': '3', 'long': 'v'.repeat(257), 'bad': 'a*' }));

    expect(message.split('\n').slice(1).map((line) => line.trim())).toEqual([
      '[Stack/Ledger] \'tags\' must have keys of letters, digits, spaces and _ . : / = + - @ only, got "a?b": remove other characters [Qldb.InvalidTagKey]',
      '[Stack/Ledger] \'tags\' must not have keys that start with "aws:", which belong to AWS, got "aws:x": rename it [Qldb.ReservedTagKey]',
      '[Stack/Ledger] \'tags\' must have values of letters, digits, spaces and _ . : / = + - @ only, got "a*" for key "bad": remove other characters [Qldb.InvalidTagValue]',
      '[Stack/Ledger] \'tags\' must not have keys that start with "cdk-qldb:", by which the library marks what it owns, got "cdk-qldb:owner": rename it [Qldb.ReservedTagKey]',
      '[Stack/Ledger] \'tags\' must have values of at most 256 characters, got 257 for key "long": shorten the value [Qldb.InvalidTagValue]',
      "[Stack/Ledger] 'tags' must be at most 49, stack tags included, got 53: remove 4 of them from the construct or its stack [Qldb.TooManyTags]",
    ]);
  });

  test('fail for a key that is too long', () => {
    const key = 'k'.repeat(129);
    expect(messageOf(synthWith({ [key]: '' }))).toContain(
      `'tags' must have keys of 1 to 128 characters, got "${'k'.repeat(116)}... with 129: shorten or remove it [Qldb.InvalidTagKey]`,
    );
  });

  test('pass with a token as value', () => {
    expect(synthWith({ stack: Aws.STACK_ID })).not.toThrow();
  });
});

describe('validators', () => {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const word = fc.string({ unit: fc.constantFrom(...letters, ...'0123456789'), minLength: 1, maxLength: 6 });

  test('pass for every name made by the rules', () => {
    fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 4 }), (words) => {
      const name = words.join('-');
      fc.pre(!/^\d+$/.test(name));
      expect(validateName(name)).toEqual([]);
    }));
  });

  test('agree with the pattern of the API model on any text, and propose only valid names', () => {
    // botocore, qldb/2019-01-02/service-2.json, LedgerName
    const model = /(?!^.*--)(?!^[0-9]+$)(?!^-)(?!.*-$)^[A-Za-z0-9-]+$/;
    const text = fc.oneof(fc.string({ unit: fc.constantFrom('a', 'Z', '0', '9', '-', '_', ' ', '\n') }), fc.string({ unit: 'grapheme' }));
    fc.assert(fc.property(text, (name) => {
      const problems = validateName(name);
      expect(problems.length === 0).toBe(model.test(name) && name.length <= 32);
      const proposed = /use "([^"]+)", for example$/.exec(problems[0]?.text ?? '')?.[1];
      if (proposed !== undefined) expect(validateName(proposed)).toEqual([]);
    }), { numRuns: 1000 });
  });

  test('judge tags by length, characters and prefix alone', () => {
    const allowed = fc.constantFrom(...letters, ...'0123456789 _.:/=+-@äЖ中');
    const key = fc.string({ unit: allowed, minLength: 1, maxLength: 128 }).filter((text) => !/^(aws:|cdk-qldb:)/i.test(text));
    const value = fc.string({ unit: allowed, maxLength: 256 });
    const codes = (tagKey: string, tagValue: string) => validateTags([{ Key: tagKey, Value: tagValue }]).map((problem) => problem.code);
    fc.assert(fc.property(key, value, fc.constantFrom('?', '*', '"', '<', '{', '€'), (goodKey, goodValue, bad) => {
      expect(codes(goodKey, goodValue)).toEqual([]);
      expect(codes(goodKey, goodValue.slice(1) + bad)).toEqual(['Qldb.InvalidTagValue']);
      expect(codes(bad + goodKey.slice(1), goodValue)).toEqual(['Qldb.InvalidTagKey']);
    }));
  });
});
