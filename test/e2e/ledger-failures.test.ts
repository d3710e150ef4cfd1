import { RemovalPolicy, Tags, type Stack } from 'aws-cdk-lib';
import { Deployment } from './deployment';
import { Ledger, PermissionsMode } from '../../src';

jest.setTimeout(300_000);

describe('deployments that fail', () => {
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await Deployment.start();
    await deployment.createByHand({ Name: 'foreign', Tags: { made: 'by hand' } });
  });
  afterAll(() => deployment?.stop());

  const disposable = { deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY } as const;

  /** A ledger whose name is taken, created after `first`: the deployment fails with `first` in place. */
  function failAfter(stack: Stack, first: Ledger): void {
    new Ledger(stack, 'Failing', { ...disposable, ledgerName: 'foreign' }).node.addDependency(first);
  }

  it('rolls a failing update back to the properties before', async () => {
    const before = (stack: Stack) => {
      const ledger = new Ledger(stack, 'Ledger', { ...disposable, ledgerName: 'rolled-back' });
      Tags.of(ledger).add('version', 'one');
      return ledger;
    };
    await deployment.deploy('RollBack', before);
    const owner = await deployment.owner('rolled-back');
    const printed = await deployment.deployFails('RollBack', (stack) => {
      const ledger = new Ledger(stack, 'Ledger', { removalPolicy: RemovalPolicy.DESTROY, ledgerName: 'rolled-back', permissionsMode: PermissionsMode.ALLOW_ALL });
      Tags.of(ledger).add('version', 'two');
      failAfter(stack, ledger);
    });
    // The CLI cuts the status off.
    expect(printed).toContain('UPDATE_ROLLBACK_COMPLET');
    expect(await deployment.ledger('rolled-back')).toMatchObject({ State: 'ACTIVE', PermissionsMode: 'STANDARD', DeletionProtection: false });
    expect(await deployment.userTags('rolled-back')).toEqual({ version: 'one' });
    expect(await deployment.owner('rolled-back')).toBe(owner);
    await deployment.deploy('RollBack', before);
    await deployment.destroy('RollBack');
    expect(await deployment.ledger('rolled-back')).toBeUndefined();
  });

  it('rolls a failing rename back to the ledger before', async () => {
    await deployment.deploy('Rename', (stack) => {
      new Ledger(stack, 'Ledger', { ...disposable, ledgerName: 'name-before' });
    });
    await deployment.deployFails('Rename', (stack) => {
      failAfter(stack, new Ledger(stack, 'Ledger', { ...disposable, ledgerName: 'name-after' }));
    });
    expect(await deployment.ledger('name-before')).toMatchObject({ State: 'ACTIVE' });
    expect(await deployment.ledger('name-after')).toBeUndefined();
    await deployment.destroy('Rename');
    expect(await deployment.ledger('name-before')).toBeUndefined();
  });

  it('takes up, on a second try, the ledger that a first deployment left when it failed elsewhere', async () => {
    const kept = (stack: Stack) => new Ledger(stack, 'Kept', { ledgerName: 'kept', deletionProtection: false });
    const printed = await deployment.deployFails('FirstDeploy', (stack) => failAfter(stack, kept(stack)));
    expect(printed).toContain('foreign');
    const left = await deployment.ledger('kept');
    await deployment.destroy('FirstDeploy');
    await deployment.deploy('FirstDeploy', (stack) => {
      Tags.of(kept(stack)).add('second', 'try');
    });
    expect(await deployment.ledger('kept')).toMatchObject({ State: 'ACTIVE', ...(left ? { CreationDateTime: left.CreationDateTime } : {}) });
    expect(await deployment.userTags('kept')).toEqual({ second: 'try' });
    await deployment.destroy('FirstDeploy');
    expect(await deployment.ledger('kept')).toMatchObject({ State: 'ACTIVE' });
  });

  it('leaves a foreign ledger of the same name as it was and says whose it is', async () => {
    const printed = await deployment.deployFails('Foreign', (stack) => {
      new Ledger(stack, 'Ledger', { ...disposable, ledgerName: 'foreign' });
    });
    expect(printed).toContain('a ledger named "foreign" exists already and belongs to nobody known');
    expect(printed).toContain('adoptExisting');
    expect(await deployment.ledger('foreign')).toMatchObject({ State: 'ACTIVE', PermissionsMode: 'STANDARD' });
    expect(await deployment.userTags('foreign')).toEqual({ made: 'by hand' });
    await deployment.destroy('Foreign');
    expect(await deployment.ledger('foreign')).toMatchObject({ State: 'ACTIVE' });
  });

  it('refuses to delete a protected ledger and says what to change', async () => {
    const ledger = (stack: Stack, deletionProtection: boolean) =>
      new Ledger(stack, 'Ledger', { ledgerName: 'protected', deletionProtection, removalPolicy: RemovalPolicy.DESTROY });
    await deployment.deploy('Protected', (stack) => ledger(stack, true));
    expect(await deployment.destroyFails('Protected')).toContain('deletionProtection');
    expect(await deployment.ledger('protected')).toMatchObject({ State: 'ACTIVE', DeletionProtection: true });
  });
});
