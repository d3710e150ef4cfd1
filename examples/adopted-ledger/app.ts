import { App } from 'aws-cdk-lib';
import { AdoptedLedgerStack } from './adopted-ledger-stack';

new AdoptedLedgerStack(new App(), 'AdoptedLedgerExample');
