import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, type dom } from 'ion-js';
import { startQldbServer, type QldbServer } from 'qldb-server';
import { clientEnvironment, PYTHON, requirePython } from './support/environment';
import { commitDigest, dot, fold } from './support/journal';
import { run, type Run } from './support/run';

jest.setTimeout(600_000);
requirePython();

/** The commands of `aws qldb` and `aws qldb-session`, as a shell would run them. */
describe('the AWS CLI', () => {
  let server: QldbServer;
  let directory: string;
  beforeAll(async () => {
    server = await startQldbServer({ timings: { ledgerCreation: 0, ledgerDeletion: 0 } });
    directory = mkdtempSync(join(tmpdir(), 'aws-cli-'));
  });
  afterAll(async () => {
    rmSync(directory, { recursive: true, force: true });
    await server.close();
  });

  const tryAws = (...args: string[]): Promise<Run> => run(join(PYTHON, 'aws'), args, { env: clientEnvironment(server.environment) });
  const aws = async (...args: string[]): Promise<Readonly<Record<string, any>>> => { // eslint-disable-line @typescript-eslint/no-explicit-any
    const { code, stdout, stderr } = await tryAws(...args);
    if (code !== 0) {
      throw new Error(`aws ${args.join(' ')}: exit code ${code}\n${stderr}`);
    }
    return stdout.trim() === '' ? {} : JSON.parse(stdout);
  };

  it('creates, describes and lists ledgers', async () => {
    const created = await aws('qldb', 'create-ledger', '--name', 'records', '--permissions-mode', 'STANDARD', '--tags', 'team=records,IsTest=true');
    expect(created).toMatchObject({ Name: 'records', State: 'CREATING', PermissionsMode: 'STANDARD', DeletionProtection: true });
    expect(await aws('qldb', 'describe-ledger', '--name', 'records')).toEqual({ ...created, State: 'ACTIVE', Arn: 'arn:aws:qldb:us-east-1:000000000000:ledger/records' });
    const { Ledgers: listed } = await aws('qldb', 'list-ledgers', '--max-results', '10');
    expect(listed).toEqual([{ Name: 'records', State: 'ACTIVE', CreationDateTime: created.CreationDateTime }]);
  });

  it('changes tags', async () => {
    const arn = 'arn:aws:qldb:us-east-1:000000000000:ledger/records';
    await aws('qldb', 'tag-resource', '--resource-arn', arn, '--tags', 'team=archive,level=2');
    await aws('qldb', 'untag-resource', '--resource-arn', arn, '--tag-keys', 'IsTest', 'level');
    expect(await aws('qldb', 'list-tags-for-resource', '--resource-arn', arn)).toEqual({ Tags: { team: 'archive' } });
  });

  describe('with documents that it wrote itself', () => {
    const INSERT = 'INSERT INTO Vehicle {\'VIN\': \'1N4AL11D75C109151\', \'Price\': `90.25`, \'Since\': `2017-08-21`}';
    let token: string;
    let documentId: string;
    beforeAll(async () => {
      const { StartSession: session } = await aws('qldb-session', 'send-command', '--start-session', 'LedgerName=records');
      token = session.SessionToken;
      await transact('CREATE TABLE Vehicle');
      const inserted = await transact(INSERT);
      documentId = String(inserted.get('documentId')?.stringValue());
    });
    afterAll(async () => {
      await send('--end-session', '{}');
    });

    const send = (...args: string[]) => aws('qldb-session', 'send-command', '--session-token', token, ...args);

    /** A transaction by hand: the first row of its one statement. */
    async function transact(statement: string): Promise<dom.Value> {
      const { StartTransaction: { TransactionId: id } } = await send('--start-transaction', '{}');
      const { ExecuteStatement: { FirstPage: page } } = await send('--execute-statement', JSON.stringify({ TransactionId: id, Statement: statement }));
      const digest = commitDigest(id, [statement]);
      const file = join(directory, 'commit-digest');
      writeFileSync(file, digest);
      const { CommitTransaction: committed } = await send('--commit-transaction', `TransactionId=${id},CommitDigest@=fileb://${file}`);
      expect(committed).toMatchObject({ TransactionId: id, CommitDigest: digest.toString('base64') });
      return load(Buffer.from(page.Values[0].IonBinary, 'base64'))!;
    }

    it('gets digest, block and revision, whose proofs lead to the digest', async () => {
      const committed = await transact('SELECT * FROM _ql_committed_Vehicle');
      const { Digest: digestText, DigestTipAddress: tip } = await aws('qldb', 'get-digest', '--name', 'records');
      const digest = Buffer.from(digestText, 'base64');
      expect(digest).toHaveLength(32);
      // What `get-digest` prints is what the two others take, in JSON and in the CLI's shorthand.
      const addressText = `{strandId:"${committed.get('blockAddress', 'strandId')?.stringValue()}",sequenceNo:${committed.get('blockAddress', 'sequenceNo')?.numberValue()}}`;
      const [block, revision] = await Promise.all([
        aws('qldb', 'get-block', '--name', 'records', '--block-address', JSON.stringify({ IonText: addressText }), '--digest-tip-address', JSON.stringify(tip)),
        aws('qldb', 'get-revision', '--name', 'records', '--document-id', documentId, '--block-address', `IonText='${addressText}'`, '--digest-tip-address', JSON.stringify(tip)),
      ]);

      const blockIon = load(block.Block.IonText)!;
      expect(block.Block.IonText).toMatch(new RegExp(`^\\{blockAddress:${addressText.replace(/[{}]/g, '\\$&')},transactionId:"`));
      expect(blockIon.get('transactionInfo', 'statements', 0, 'statement')?.stringValue()).toBe(INSERT);
      expect(dot(bytes(blockIon.get('entriesHash')), bytes(blockIon.get('previousBlockHash')))).toEqual(bytes(blockIon.get('blockHash')));
      expect(fold(bytes(blockIon.get('blockHash')), proofOf(block.Proof.IonText))).toEqual(digest);

      const revisionIon = load(revision.Revision.IonText)!;
      expect(revision.Revision.IonText).toContain('data:{VIN:"1N4AL11D75C109151",Price:90.25,Since:2017-08-21}');
      expect(revisionIon.get('metadata', 'id')?.stringValue()).toBe(documentId);
      expect(bytes(revisionIon.get('hash'))).toEqual(bytes(committed.get('hash')));
      expect(fold(bytes(revisionIon.get('hash')), proofOf(revision.Proof.IonText))).toEqual(digest);
    });
  });

  it('changes a ledger, and deletes it once it is not protected', async () => {
    const mode = await aws('qldb', 'update-ledger-permissions-mode', '--name', 'records', '--permissions-mode', 'ALLOW_ALL');
    expect(mode).toMatchObject({ Name: 'records', PermissionsMode: 'ALLOW_ALL' });
    const refused = await tryAws('qldb', 'delete-ledger', '--name', 'records');
    expect(refused).toMatchObject({ code: 255, stderr: expect.stringContaining('(ResourcePreconditionNotMetException) when calling the DeleteLedger operation') });
    expect(await aws('qldb', 'update-ledger', '--name', 'records', '--no-deletion-protection')).toMatchObject({ DeletionProtection: false });
    expect(await aws('qldb', 'delete-ledger', '--name', 'records')).toEqual({});
    expect((await tryAws('qldb', 'describe-ledger', '--name', 'records')).stderr).toContain('(ResourceNotFoundException)');
  });
});

function bytes(value: dom.Value | null | undefined): Buffer {
  return Buffer.from(value!.uInt8ArrayValue()!);
}

function proofOf(text: string): Buffer[] {
  return load(text)!.elements().map(bytes);
}
