import { Stack } from 'aws-cdk-lib';
import { ArnPrincipal, Role, ServicePrincipal, User, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ENVIRONMENT, messageOf, statements, testApp, testStack, type Statement } from './synth';
import { Ledger, LedgerGrants, PartiQLAction, type LedgerProps } from '../../src';

const LEDGER = { 'Fn::GetAtt': ['LedgerB7379752', 'Arn'] };
const under = (suffix: string) => ({ 'Fn::Join': ['', [LEDGER, suffix]] });
const TABLES = under('/table/*');
const CATALOG = under('/information_schema/user_tables');
const TABLE_ID = '8F0TPCmdNQ6JTRpiLj2TmW';

const SEND_COMMAND: Statement = { Effect: 'Allow', Action: 'qldb:SendCommand', Resource: LEDGER as never };

type UseGrants = (grants: LedgerGrants, grantee: IGrantable) => unknown;

function granted(grant: UseGrants, props: LedgerProps | ((stack: Stack) => LedgerProps) = {}): Statement[] {
  const stack = testStack();
  const ledger = new Ledger(stack, 'Ledger', typeof props === 'function' ? props(stack) : props);
  grant(ledger.grants, new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
  return statements(stack, /^RoleDefaultPolicy/);
}

describe('LedgerGrants', () => {
  describe('on the ledger', () => {
    test.each<[string, UseGrants, string | string[]]>([
      ['describe', (grants, grantee) => grants.describe(grantee), ['qldb:DescribeLedger', 'qldb:ListTagsForResource']],
      ['sendCommand', (grants, grantee) => grants.sendCommand(grantee), 'qldb:SendCommand'],
      ['verify', (grants, grantee) => grants.verify(grantee), ['qldb:GetDigest', 'qldb:GetBlock', 'qldb:GetRevision']],
      ['export', (grants, grantee) => grants.export(grantee), ['qldb:ExportJournalToS3', 'qldb:DescribeJournalS3Export', 'qldb:ListJournalS3ExportsForLedger']],
    ])('%s', (_, grant, Action) => {
      expect(granted(grant)).toEqual([{ Effect: 'Allow', Action, Resource: LEDGER }]);
    });
  });

  test('stream is on the streams of the ledger', () => {
    expect(granted((grants, grantee) => grants.stream(grantee))).toEqual([{
      Effect: 'Allow',
      Action: [
        'qldb:StreamJournalToKinesis', 'qldb:DescribeJournalKinesisStream', 'qldb:CancelJournalKinesisStream', 'qldb:ListJournalKinesisStreamsForLedger',
      ],
      Resource: {
        'Fn::Join': ['', [
          'arn:', { Ref: 'AWS::Partition' }, ':qldb:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':stream/',
          { 'Fn::GetAtt': ['LedgerB7379752', 'Name'] }, '/*',
        ]],
      },
    }]);
  });

  describe('on tables', () => {
    test.each<[string, UseGrants, string | string[], unknown]>([
      ['readData', (grants, grantee) => grants.readData(grantee), 'qldb:PartiQLSelect', [TABLES, CATALOG]],
      ['writeData', (grants, grantee) => grants.writeData(grantee), ['qldb:PartiQLInsert', 'qldb:PartiQLUpdate', 'qldb:PartiQLDelete'], TABLES],
      [
        'readWriteData', (grants, grantee) => grants.readWriteData(grantee),
        ['qldb:PartiQLSelect', 'qldb:PartiQLInsert', 'qldb:PartiQLUpdate', 'qldb:PartiQLDelete'], [TABLES, CATALOG],
      ],
      ['redact', (grants, grantee) => grants.redact(grantee), 'qldb:PartiQLRedact', TABLES],
      [
        'partiQL', (grants, grantee) => grants.partiQL(grantee, { actions: [PartiQLAction.HISTORY_FUNCTION] }),
        'qldb:PartiQLHistoryFunction', TABLES,
      ],
    ])('%s is for all of them, with SendCommand on the ledger', (_, grant, Action, Resource) => {
      expect(granted(grant)).toEqual([SEND_COMMAND, { Effect: 'Allow', Action, Resource }]);
    });

    test('can be limited by tags, which leaves out the catalog', () => {
      expect(granted((grants, grantee) => grants.readData(grantee, { tableTags: { domain: 'vehicles', tier: 'hot' } }))).toEqual([SEND_COMMAND, {
        Effect: 'Allow',
        Action: 'qldb:PartiQLSelect',
        Resource: TABLES,
        Condition: { StringEquals: { 'aws:ResourceTag/domain': 'vehicles', 'aws:ResourceTag/tier': 'hot' } },
      }]);
    });

    test('can be limited by ids, and by tags on top', () => {
      expect(granted((grants, grantee) => grants.writeData(grantee, { tableIds: [TABLE_ID], tableTags: { open: 'yes' } }))[1]).toEqual({
        Effect: 'Allow',
        Action: ['qldb:PartiQLInsert', 'qldb:PartiQLUpdate', 'qldb:PartiQLDelete'],
        Resource: under(`/table/${TABLE_ID}`),
        Condition: { StringEquals: { 'aws:ResourceTag/open': 'yes' } },
      });
    });

    const CHANGE = ['qldb:PartiQLDropTable', 'qldb:PartiQLUndropTable', 'qldb:PartiQLCreateIndex', 'qldb:PartiQLDropIndex'];

    test('manageSchema is for tables and indexes', () => {
      expect(granted((grants, grantee) => grants.manageSchema(grantee))).toEqual([
        SEND_COMMAND,
        { Effect: 'Allow', Action: CHANGE, Resource: TABLES },
        { Effect: 'Allow', Action: 'qldb:PartiQLCreateTable', Resource: TABLES },
      ]);
    });

    test('manageSchema limited by tags creates tables with these tags only', () => {
      expect(granted((grants, grantee) => grants.manageSchema(grantee, { tableTags: { team: 'a' } })).slice(1)).toEqual([
        { Effect: 'Allow', Action: CHANGE, Resource: TABLES, Condition: { StringEquals: { 'aws:ResourceTag/team': 'a' } } },
        { Effect: 'Allow', Action: 'qldb:PartiQLCreateTable', Resource: TABLES, Condition: { StringEquals: { 'aws:RequestTag/team': 'a' } } },
      ]);
    });

    test('manageSchema limited by ids creates no tables', () => {
      expect(JSON.stringify(granted((grants, grantee) => grants.manageSchema(grantee, { tableIds: [TABLE_ID] })))).not.toContain('CreateTable');
    });
  });

  describe('with a key of the ledger\'s own', () => {
    const withKey = (stack: Stack): LedgerProps => ({ encryptionKey: new Key(stack, 'Key') });
    const DECRYPT = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] } };

    test.each<[string, UseGrants]>([
      ['sendCommand', (grants, grantee) => grants.sendCommand(grantee)],
      ['readData', (grants, grantee) => grants.readData(grantee)],
      ['writeData', (grants, grantee) => grants.writeData(grantee)],
      ['manageSchema', (grants, grantee) => grants.manageSchema(grantee)],
      ['redact', (grants, grantee) => grants.redact(grantee)],
      ['verify', (grants, grantee) => grants.verify(grantee)],
    ])('%s adds kms:Decrypt on exactly that key', (_, grant) => {
      expect(granted(grant, withKey).filter((statement) => JSON.stringify(statement.Action).includes('kms:'))).toEqual([DECRYPT]);
    });

    test.each<[string, UseGrants]>([
      ['describe', (grants, grantee) => grants.describe(grantee)],
      ['export', (grants, grantee) => grants.export(grantee)],
      ['stream', (grants, grantee) => grants.stream(grantee)],
    ])('%s adds nothing', (_, grant) => {
      expect(JSON.stringify(granted(grant, withKey))).not.toContain('kms:');
    });
  });

  describe('to every kind of grantee', () => {
    test('an imported role gets a policy of its own', () => {
      const stack = testStack({ env: ENVIRONMENT });
      const role = Role.fromRoleArn(stack, 'Imported', 'arn:aws:iam::111122223333:role/reader');
      new Ledger(stack, 'Ledger').grants.describe(role).assertSuccess();

      expect(statements(stack, /^ImportedPolicy/)).toHaveLength(1);
    });

    test('a user gets it', () => {
      const stack = testStack();
      new Ledger(stack, 'Ledger').grants.readWriteData(new User(stack, 'User')).assertSuccess();

      expect(statements(stack, /^UserDefaultPolicy/)).toHaveLength(2);
    });

    test('a service principal cannot, and assertSuccess says so', () => {
      const stack = testStack();
      const grant = new Ledger(stack, 'Ledger').grants.describe(new ServicePrincipal('lambda.amazonaws.com'));

      expect(grant.success).toBe(false);
      expect(() => grant.assertSuccess()).toThrow(/could not be added on either identity or resource policy/);
    });

    test('a principal known by its ARN cannot either', () => {
      const grant = new Ledger(testStack(), 'Ledger').grants.readData(new ArnPrincipal('arn:aws:iam::111122223333:role/reader'));

      expect(grant.success).toBe(false);
    });

    test('a role of another stack imports the ledger, without a cycle', () => {
      const app = testApp();
      const ledgerStack = new Stack(app, 'Ledgers', { env: ENVIRONMENT });
      const ledger = new Ledger(ledgerStack, 'Ledger', { encryptionKey: new Key(ledgerStack, 'Key') });
      const stack = new Stack(app, 'Readers', { env: ENVIRONMENT });
      ledger.grants.readData(new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));

      expect(statements(stack, /^RoleDefaultPolicy/).map((statement) => JSON.stringify(statement.Resource).includes('Fn::ImportValue'))).toEqual([true, true, true]);
      expect([stack.dependencies, ledgerStack.dependencies]).toEqual([[ledgerStack], []]);
    });
  });

  test('are the same from ledger.grants and LedgerGrants.fromLedger', () => {
    expect(granted((grants, grantee) => grants.describe(grantee))).toEqual(granted((_, grantee) => {
      const ledger = Stack.of(grantee.grantPrincipal as Role).node.findChild('Ledger') as Ledger;
      LedgerGrants.fromLedger(ledger).describe(grantee);
    }));
  });

  test('fail with one error that lists every problem', () => {
    expect(messageOf(() => granted((grants, grantee) => grants.partiQL(grantee, { actions: [], tableIds: ['Vehicle', TABLE_ID], tableTags: {} })))).toBe([
      'invalid grant on ledger "Stack/Ledger":',
      "  - 'actions' must not be empty, got []: name the commands, PartiQLAction.SELECT, for example [Qldb.NoPartiQLActions]",
      "  - 'tableIds' must be ids of 22 letters and digits, not names, got \"Vehicle\": use the 'tableId' of information_schema.user_tables, or limit by 'tableTags' [Qldb.InvalidTableId]",
      "  - 'tableTags' must not be empty, got {}: leave it out for all tables [Qldb.InvalidTableTags]",
    ].join('\n'));
  });

  test('partiQL creates tables with the tags of the request', () => {
    const options = { actions: [PartiQLAction.CREATE_TABLE], tableTags: { team: 'a' } };
    expect(granted((grants, grantee) => grants.partiQL(grantee, options))).toEqual([
      SEND_COMMAND,
      { Effect: 'Allow', Action: 'qldb:PartiQLCreateTable', Resource: TABLES, Condition: { StringEquals: { 'aws:RequestTag/team': 'a' } } },
    ]);
  });

  test('fail for creating tables of known ids', () => {
    const options = { actions: [PartiQLAction.CREATE_TABLE], tableIds: [TABLE_ID] };
    expect(messageOf(() => granted((grants, grantee) => grants.partiQL(grantee, options)))).toBe([
      'invalid grant on ledger "Stack/Ledger":',
      "  - 'tableIds' must not limit PartiQLAction.CREATE_TABLE, a table gets its id when it is created: limit by 'tableTags', or grant it apart [Qldb.InvalidTableId]",
    ].join('\n'));
  });

  test('fail for an empty list of tables', () => {
    expect(messageOf(() => granted((grants, grantee) => grants.readData(grantee, { tableIds: [] })))).toContain(
      "'tableIds' must not be empty, got []: leave it out for all tables [Qldb.InvalidTableId]",
    );
  });
});
