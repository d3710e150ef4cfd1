import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Page } from './page';
import { run } from '../clients/support/run';

jest.setTimeout(120_000);

const HEADING = 'Take the old resources out of Terraform';
const PAGE = new Page('docs/leaving-qldb.md');
const CONFIGURATION = 'resource "terraform_data" "beside" {\n  input = "stays"\n}\n';
const REMOVED = ['aws_qldb_ledger.registrations', 'aws_qldb_stream.journal']
  .map((address) => `removed {\n  from = ${address}\n  lifecycle {\n    destroy = false\n  }\n}\n`).join('');

const installed = spawnSync('terraform', ['version']).status === 0;
if (!installed) {
  process.stderr.write('\n!! docs/leaving-qldb.md: the chapter about Terraform is NOT TESTED: there is no `terraform` on the PATH\n\n');
}

interface State {
  readonly serial: number;
  readonly resources: readonly object[];
}

/** The chapter about Terraform, as it stands there: Terraform itself, and a state as the AWS provider left it. The provider is not there. */
(installed ? describe : describe.skip)('a Terraform state with resources of QLDB', () => {
  let directory: string;
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'leaving-terraform-'));
    writeFileSync(join(directory, 'main.tf'), CONFIGURATION);
    expect(await terraform('terraform init && terraform apply -auto-approve')).toMatchObject({ code: 0 });
    const file = join(directory, 'terraform.tfstate');
    const state = JSON.parse(readFileSync(file, 'utf8')) as State;
    writeFileSync(file, JSON.stringify({ ...state, serial: state.serial + 1, resources: [...state.resources, ...ofQldb()] }));
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const terraform = (commands: string) => run('bash', ['-e', '-c', commands], {
    cwd: directory,
    env: { PATH: process.env.PATH, HOME: directory, TF_CLI_ARGS: '-no-color', TF_IN_AUTOMATION: '1', CHECKPOINT_DISABLE: '1' },
  });

  it('cannot be planned without the provider, "removed" blocks or not', async () => {
    for (const configuration of [CONFIGURATION, CONFIGURATION + REMOVED]) {
      writeFileSync(join(directory, 'main.tf'), configuration);
      const { code, stderr } = await terraform('terraform plan');
      expect(code).toBe(1);
      expect(stderr).toContain('This state requires provider registry.terraform.io/hashicorp/aws');
    }
    writeFileSync(join(directory, 'main.tf'), CONFIGURATION);
  });

  it('forgets them without it, and plans no change', async () => {
    const { code, stdout, stderr } = await terraform(PAGE.block(HEADING, 'sh'));
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain('aws_qldb_ledger.registrations\naws_qldb_stream.journal\nterraform_data.beside\n');
    expect(stdout).toContain('Successfully removed 2 resource instance(s)');
    // Exit code 2 would be a plan with changes.
    expect(await terraform(PAGE.block(HEADING, 'sh', 1))).toMatchObject({ code: 0, stdout: expect.stringContaining('No changes.') });
    expect((await terraform('terraform state list')).stdout).toBe('terraform_data.beside\n');
  });
});

/** https://registry.terraform.io/providers/hashicorp/aws/5.100.0/docs/resources/qldb_ledger */
function ofQldb(): readonly object[] {
  const resource = (type: string, name: string, attributes: object, dependencies: readonly string[]) => ({
    mode: 'managed',
    type,
    name,
    provider: 'provider["registry.terraform.io/hashicorp/aws"]',
    instances: [{ schema_version: 0, attributes, sensitive_attributes: [], dependencies }],
  });
  const arn = 'arn:aws:qldb:us-east-1:111122223333';
  return [
    resource('aws_qldb_ledger', 'registrations', {
      id: 'vehicle-registration', arn: `${arn}:ledger/vehicle-registration`, name: 'vehicle-registration', permissions_mode: 'STANDARD',
      deletion_protection: true, kms_key: 'AWS_OWNED_KMS_KEY', tags: {}, tags_all: {}, timeouts: null,
    }, []),
    resource('aws_qldb_stream', 'journal', {
      id: 'IiPT4brpZCqCq3f4MTHbYy', arn: `${arn}:stream/vehicle-registration/IiPT4brpZCqCq3f4MTHbYy`, ledger_name: 'vehicle-registration', stream_name: 'journal',
      role_arn: 'arn:aws:iam::111122223333:role/journal', inclusive_start_time: '2021-01-01T00:00:00Z', exclusive_end_time: '',
      kinesis_configuration: [{ aggregation_enabled: true, stream_arn: 'arn:aws:kinesis:us-east-1:111122223333:stream/records' }], tags: {}, tags_all: {}, timeouts: null,
    }, ['aws_qldb_ledger.registrations']),
  ];
}
