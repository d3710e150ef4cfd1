import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

interface Docs { readonly summary?: string; readonly default?: string }
interface TypeReference {
  readonly fqn?: string;
  readonly primitive?: string;
  readonly collection?: { readonly elementtype: TypeReference };
  readonly union?: object;
}
interface Member {
  readonly name: string;
  readonly docs?: Docs;
  readonly optional?: boolean;
  readonly static?: boolean;
  readonly type?: TypeReference;
  readonly returns?: { readonly type: TypeReference };
  readonly parameters?: readonly { readonly name: string; readonly type: TypeReference; readonly docs?: Docs }[];
  readonly overrides?: string;
}
interface Type extends Member {
  readonly fqn: string;
  readonly kind: 'class' | 'interface' | 'enum';
  readonly datatype?: boolean;
  readonly properties?: readonly Member[];
  readonly methods?: readonly Member[];
  readonly members?: readonly Member[];
}

const file = join(__dirname, '../../.jsii');

function readTypes(): Type[] {
  if (!existsSync(file)) throw new Error('the library is not compiled: run `node scripts/setup.mjs`');
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as { readonly filename?: string; readonly types?: Record<string, Type> };
  const assembly = manifest.filename === undefined ? manifest
    : JSON.parse(gunzipSync(readFileSync(join(__dirname, '../..', manifest.filename))).toString()) as typeof manifest;
  return Object.values(assembly.types ?? {});
}

/** The rules of awslint that matter to a library of constructs; awslint itself knows the packages of CDK v1 only. */
describe('public API, as jsii sees it', () => {
  const types = readTypes();
  const membersOf = (type: Type) => [...type.properties ?? [], ...type.methods ?? [], ...type.members ?? []];
  const referencesOf = (member: Member): TypeReference[] => [
    ...member.type ? [member.type] : [],
    ...member.returns ? [member.returns.type] : [],
    ...(member.parameters ?? []).map((parameter) => parameter.type),
  ];
  const elements = (reference: TypeReference): TypeReference => (reference.collection ? elements(reference.collection.elementtype) : reference);
  const every = (offends: (type: Type, member: Member) => boolean) => (
    types.flatMap((type) => membersOf(type).filter((member) => offends(type, member)).map((member) => `${type.name}.${member.name}`))
  );

  test('holds these types and no others', () => {
    expect(types.map((type) => type.name).sort()).toEqual([
      'ControlPlane', 'ControlPlaneProps', 'ExportEncryption', 'ILedger', 'JournalKinesisStream', 'JournalKinesisStreamOptions',
      'JournalKinesisStreamProps', 'JournalS3Export', 'JournalS3ExportOptions', 'JournalS3ExportProps', 'JournalTime',
      'Ledger', 'LedgerAttributes', 'LedgerGrants', 'LedgerProps', 'OutputFormat', 'PartiQLAction', 'PartiQLGrantOptions', 'PermissionsMode', 'QldbWarnings', 'TableScope',
    ]);
  });

  test('is documented throughout', () => {
    expect(types.filter((type) => !type.docs?.summary).map((type) => type.name)).toEqual([]);
    expect(every((_, member) => !member.docs?.summary && member.overrides === undefined)).toEqual([]);
    expect(every((_, member) => (member.parameters ?? []).some((parameter) => !parameter.docs?.summary && parameter.name !== 'x'))).toEqual([]);
  });

  test('states the default of every optional property', () => {
    expect(every((type, member) => type.datatype === true && member.optional === true && !member.docs?.default)).toEqual([]);
  });

  test('has no unions, no L1 types, and `any` in isLedger only', () => {
    expect(every((_, member) => referencesOf(member).some((reference) => elements(reference).union !== undefined))).toEqual([]);
    expect(every((_, member) => referencesOf(member).some((reference) => /\.Cfn[A-Z]/.test(elements(reference).fqn ?? '')))).toEqual([]);
    expect(every((_, member) => referencesOf(member).some((reference) => elements(reference).primitive === 'any'))).toEqual(['Ledger.isLedger']);
  });

  test('depends on no module that AWS may drop with the service', () => {
    expect(JSON.stringify(types)).not.toContain('aws-cdk-lib.aws_qldb');
  });

  test('can import what it can declare', () => {
    const statics = types.find((type) => type.name === 'Ledger')?.methods?.filter((method) => method.static).map((method) => method.name);

    expect(statics).toEqual(expect.arrayContaining(['fromLedgerArn', 'fromLedgerAttributes', 'fromLedgerName', 'isLedger']));
  });
});
