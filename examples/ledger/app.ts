import { App } from 'aws-cdk-lib';
import { LedgerStack } from './ledger-stack';

const app = new App();

new LedgerStack(app, 'LedgerExample', {
  // `cdk deploy -c hardened=true` turns the first deployment into the second.
  hardened: app.node.tryGetContext('hardened') === 'true',
});
