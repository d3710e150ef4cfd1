import { RemovalPolicy, Tags, type Stack } from 'aws-cdk-lib';
import { startQldbServer } from 'qldb-server';
import { Deployment } from './deployment';
import { Ledger, PermissionsMode } from '../../src';

jest.setTimeout(300_000);

describe('whose ledger it is', () => {
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await Deployment.start();
  });
  afterAll(() => deployment?.stop());

  it('keeps a retained ledger when its stack goes, and takes it up again when the stack comes back', async () => {
    const build = (tag: string) => (stack: Stack) => {
      Tags.of(new Ledger(stack, 'Ledger', { ledgerName: 'retained', deletionProtection: false })).add('deployment', tag);
    };
    await deployment.deploy('Retained', build('first'));
    const first = await deployment.ledger('retained');
    await deployment.destroy('Retained');
    expect(await deployment.ledger('retained')).toMatchObject({ State: 'ACTIVE' });

    await deployment.deploy('Retained', build('second'));
    expect((await deployment.ledger('retained'))?.CreationDateTime).toEqual(first?.CreationDateTime);
    expect(await deployment.userTags('retained')).toEqual({ deployment: 'second' });
  });

  it('never deletes a ledger that it took up again, whatever the removal policy', async () => {
    await deployment.deploy('Retained', (stack) => {
      new Ledger(stack, 'Ledger', { ledgerName: 'retained', deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY });
    });
    await deployment.destroy('Retained');
    expect(await deployment.ledger('retained')).toMatchObject({ State: 'ACTIVE' });
  });

  it('adopts a foreign ledger when told to, updates it, and lets it go', async () => {
    await deployment.createByHand({ Name: 'adopted', PermissionsMode: 'ALLOW_ALL', Tags: { made: 'by hand' } });
    await deployment.deploy('Adoption', (stack) => {
      const ledger = new Ledger(stack, 'Ledger', {
        ledgerName: 'adopted', adoptExisting: true, permissionsMode: PermissionsMode.STANDARD, deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY,
      });
      Tags.of(ledger).add('managed', 'by a stack');
    });
    expect(await deployment.ledger('adopted')).toMatchObject({ State: 'ACTIVE', PermissionsMode: 'STANDARD' });
    expect(await deployment.userTags('adopted')).toMatchObject({ managed: 'by a stack' });
    expect(await deployment.owner('adopted')).toBeUndefined();
    await deployment.destroy('Adoption');
    expect(await deployment.ledger('adopted')).toMatchObject({ State: 'ACTIVE' });
  });

  it('lets an adopted ledger go when the deployment that adopts it is rolled back', async () => {
    await deployment.createByHand({ Name: 'adopted-in-vain' });
    await deployment.createByHand({ Name: 'in-the-way' });
    await deployment.deployFails('AdoptionInVain', (stack) => {
      const disposable = { deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY };
      const adopted = new Ledger(stack, 'Ledger', { ...disposable, ledgerName: 'adopted-in-vain', adoptExisting: true });
      new Ledger(stack, 'Failing', { ...disposable, ledgerName: 'in-the-way' }).node.addDependency(adopted);
    });
    expect(await deployment.ledger('adopted-in-vain')).toMatchObject({ State: 'ACTIVE' });
    expect(await deployment.ledger('in-the-way')).toMatchObject({ State: 'ACTIVE' });
  });

  it('goes on at another endpoint where the ledger is, and fails at one where it is not', async () => {
    const build = (mode: PermissionsMode) => (stack: Stack) => {
      new Ledger(stack, 'Ledger', { ledgerName: 'moving', permissionsMode: mode, deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY });
    };
    await deployment.deploy('Moving', build(PermissionsMode.STANDARD));

    const elsewhere = await startQldbServer();
    try {
      const printed = await deployment.deployFails('Moving', build(PermissionsMode.STANDARD), elsewhere.endpoint);
      expect(printed).toContain(elsewhere.endpoint);
      expect(await deployment.ledger('moving')).toMatchObject({ State: 'ACTIVE' });
    } finally {
      await elsewhere.close();
    }

    const sameUnderAnotherName = deployment.local.qldb.endpoint.replace('127.0.0.1', 'localhost');
    await deployment.deploy('Moving', build(PermissionsMode.ALLOW_ALL), sameUnderAnotherName);
    expect(await deployment.ledger('moving')).toMatchObject({ PermissionsMode: 'ALLOW_ALL' });
    await deployment.destroy('Moving');
    expect(await deployment.ledger('moving')).toBeUndefined();
  });
});
