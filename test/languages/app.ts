import { App, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ControlPlane, Ledger, PartiQLAction, PermissionsMode } from '../../src';

/** The app of `app.py`, in TypeScript. */
export function languagesApp(): App {
  const app = new App();
  ControlPlane.configure(app, { endpoint: 'https://qldb.example.com' });
  const stack = new Stack(app, 'Languages');
  const ledger = new Ledger(stack, 'Ledger', {
    ledgerName: 'registrations',
    permissionsMode: PermissionsMode.STANDARD,
    deletionProtection: false,
    encryptionKey: new Key(stack, 'Key'),
    removalPolicy: RemovalPolicy.DESTROY,
    timeout: Duration.minutes(20),
  });
  Tags.of(ledger).add('department', 'registry');
  const reader = new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  ledger.grants.readData(reader, { tableTags: { domain: 'registration' } });
  ledger.grants.partiQL(reader, { actions: [PartiQLAction.HISTORY_FUNCTION], tableIds: ['8F0TPCmdNQ6JTRpiLj2TmW'] });
  const imported = Ledger.fromLedgerName(stack, 'Imported', 'archive');
  imported.grants.verify(reader);
  return app;
}
