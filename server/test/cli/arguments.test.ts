import { parseArguments, UsageError } from '../../src/cli/arguments';
import { serverOptions } from '../../src/cli/configuration';
import { flags } from '../../src/cli/flags';
import { DEFAULT_QUOTAS, DEFAULT_TIMINGS } from '../../src/options';

const parse = (line: string) => parseArguments(line === '' ? [] : line.split(' '));

describe('the command line', () => {
  test('without flags has the defaults', () => {
    expect(serverOptions(parse(''), {})).toEqual({
      host: '127.0.0.1',
      port: 8182,
      allowUnauthenticated: false,
      allowedHosts: [],
      delivery: {},
      timings: { keyCheckInterval: 5_000, streamCheckInterval: 10_000 },
      quotas: {},
      enableFaultInjection: false,
      logLevel: 'info',
    });
  });

  test('without flags is what the help says', () => {
    const timings = { 'ledger-creation-time': 'ledgerCreation', 'ledger-deletion-time': 'ledgerDeletion', 'key-change-time': 'keyChange' } as const;
    for (const [flag, name] of Object.entries(timings) as Array<[keyof typeof timings, 'ledgerCreation' | 'ledgerDeletion' | 'keyChange']>) {
      expect(flags[flag].default).toBe(`${DEFAULT_TIMINGS[name]}ms`);
    }
    expect(flags['max-ledgers'].default).toBe(`${DEFAULT_QUOTAS.activeLedgers}`);
    expect(flags['max-tags'].default).toBe(`${DEFAULT_QUOTAS.tagsPerResource}`);
    expect(flags['max-exports'].default).toBe(`${DEFAULT_QUOTAS.exportsPerLedger}`);
    expect(flags['max-streams'].default).toBe(`${DEFAULT_QUOTAS.streamsPerLedger}`);
    for (const [flag, name] of [
      ['export-start-time', 'exportStart'], ['export-patience', 'exportPatience'], ['stream-patience', 'streamPatience'], ['delivery-expiry', 'deliveryExpiry'],
    ] as const) {
      expect(serverOptions(parse(`--${flag} ${flags[flag].default}`), {}).timings).toMatchObject({ [name]: DEFAULT_TIMINGS[name] });
    }
    const stated = ['host', 'port', 'key-check-interval', 'stream-check-interval', 'log-level'] as const;
    expect(parse(stated.map((flag) => `--${flag} ${flags[flag].default}`).join(' '))).toEqual(parse(''));
  });

  test('becomes the options of the server', () => {
    const line = '--host ::1 --port 0 --allow-unauthenticated --allowed-host a.b --allowed-host c --data d --account-id 123456789012 --region eu-west-1 ' +
      '--kms-endpoint http://k:1 --ledger-creation-time 250ms --ledger-deletion-time 2s --key-change-time 3m --key-check-interval 10ms --max-ledgers 7 ' +
      '--max-tags 8 --max-exports 9 --s3-endpoint http://s:3 --sts-endpoint http://t:4 --export-start-time 1h --export-patience 30s --delivery-expiry 2d ' +
      '--kinesis-endpoint http://n:5 --max-streams 6 --stream-check-interval 20ms --stream-patience 1d --enable-fault-injection --log-level silent';
    expect(serverOptions(parse(line), {})).toEqual({
      host: '::1',
      port: 0,
      allowUnauthenticated: true,
      allowedHosts: ['a.b', 'c'],
      dataDir: 'd',
      accountId: '123456789012',
      region: 'eu-west-1',
      kms: { endpoint: 'http://k:1' },
      delivery: { s3Endpoint: 'http://s:3', kinesisEndpoint: 'http://n:5', stsEndpoint: 'http://t:4' },
      timings: {
        ledgerCreation: 250, ledgerDeletion: 2_000, keyChange: 180_000, keyCheckInterval: 10,
        exportStart: 3_600_000, exportPatience: 30_000, streamCheckInterval: 20, streamPatience: 86_400_000, deliveryExpiry: 172_800_000,
      },
      quotas: { activeLedgers: 7, tagsPerResource: 8, exportsPerLedger: 9, streamsPerLedger: 6 },
      enableFaultInjection: true,
      logLevel: 'silent',
    });
  });

  test.each([
    ['--port 65536', "--port must be an integer from 0 to 65535; received '65536'"],
    ['--port abc', "--port must be an integer from 0 to 65535; received 'abc'"],
    ['--port', '--port'],
    ['--account-id 12', "--account-id must be 12 digits; received '12'"],
    ['--region 1', "--region must be the name of a Region, such as us-east-1; received '1'"],
    ['--ledger-creation-time 5', "--ledger-creation-time must be a time such as 500ms, 5s or 2m; received '5'"],
    ['--key-change-time 99999m', "--key-change-time must be a time such as 500ms, 5s or 2m; received '99999m'"],
    ['--key-check-interval 1ms', "--key-check-interval must be a time such as 500ms, 5s or 2m, at least 10ms; received '1ms'"],
    ['--max-ledgers -1', '--max-ledgers'],
    ['--max-tags many', "--max-tags must be an integer from 0 to 1000000; received 'many'"],
    ['--log-level loud', '--log-level must be one of silent, fatal, error, warn, info, debug, trace'],
    ['--kms-endpoint kms.local', '--kms-endpoint must be an http or https URL'],
    ['--database-url mysql://x', '--database-url must be a URL such as postgres://'],
    ['--data x --database-url postgres://h/d', '--data and --database-url cannot both be given'],
    ['--tls-cert x', '--tls-cert and --tls-key must be given together'],
    ['--tls-key x', '--tls-cert and --tls-key must be given together'],
    ['--allowed-host a:1', '--allowed-host must be a host name without port'],
    ['--unknown', "Unknown option '--unknown'"],
    ['extra', "Unexpected argument 'extra'"],
    ['--kms=yes', '--kms'],
  ])('%s is refused with what is wrong', (line, message) => {
    expect(() => parse(line)).toThrow(UsageError);
    expect(() => parse(line)).toThrow(message);
  });

  test('with several mistakes is told all of them', () => {
    expect(() => parse('--port x --region y')).toThrow(/^--port .*\n--region .*$/);
  });

  test('never shows a database URL: it may hold a password', () => {
    expect(() => parse('--database-url pg://user:secret@h')).toThrow(expect.not.objectContaining({ message: expect.stringContaining('secret') }));
    expect(() => serverOptions(parse(''), { QLDB_SERVER_DATABASE_URL: 'pg://user:secret@h' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') }),
    );
  });
});

describe('the environment', () => {
  test('gives what the command line does not', () => {
    const env = { AWS_ENDPOINT_URL_KMS: 'http://k:1', QLDB_SERVER_DATABASE_URL: 'postgres://h/d' };
    expect(serverOptions(parse(''), env)).toMatchObject({ kms: { endpoint: 'http://k:1' }, databaseUrl: 'postgres://h/d' });
    expect(serverOptions(parse('--kms-endpoint http://k:2 --database-url postgres://h/e'), env))
      .toMatchObject({ kms: { endpoint: 'http://k:2' }, databaseUrl: 'postgres://h/e' });
    expect(serverOptions(parse('--data x'), env)).toMatchObject({ dataDir: 'x', databaseUrl: undefined });
    expect(serverOptions(parse('--kms'), {})).toMatchObject({ kms: {} });
    expect(serverOptions(parse('--sts-endpoint http://t:1'), { AWS_ENDPOINT_URL: 'http://a:1', AWS_ENDPOINT_URL_STS: 'http://t:2' }).delivery)
      .toEqual({ s3Endpoint: 'http://a:1', kinesisEndpoint: 'http://a:1', stsEndpoint: 'http://t:1' });
    expect(serverOptions(parse(''), { AWS_ENDPOINT_URL_S3: 'http://s:1' }).delivery).toEqual({ s3Endpoint: 'http://s:1' });
  });

  test.each([['AWS_ENDPOINT_URL_KMS', 'kms'], ['AWS_ENDPOINT_URL_S3', 's3'], ['AWS_ENDPOINT_URL_STS', 'sts'], ['QLDB_SERVER_DATABASE_URL', 'file:db']])('with a wrong %s is refused', (name, value) => {
    expect(() => serverOptions(parse(''), { [name]: value })).toThrow(`the environment variable ${name} must be`);
  });

  test('with an empty variable is as without it', () => {
    expect(serverOptions(parse(''), { AWS_ENDPOINT_URL_KMS: '', QLDB_SERVER_DATABASE_URL: '' })).toMatchObject({ kms: undefined, databaseUrl: undefined });
  });
});
