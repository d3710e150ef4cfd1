import { PropertyInjectors, type InjectionContext, type IPropertyInjector } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { onlyLedger, testStack } from './synth';
import { ControlPlane, Ledger, type LedgerProps } from '../../src';

/** What an organisation may lay down for all its ledgers. */
class HouseRules implements IPropertyInjector {
  public readonly constructUniqueId = Ledger.PROPERTY_INJECTION_ID;

  public inject(props: LedgerProps, context: InjectionContext): LedgerProps {
    return { encryptionKey: new Key(context.scope, `${context.id}Key`), ...props };
  }
}

describe('property injection', () => {
  test('reaches ledgers, with and without props', () => {
    const stack = testStack();
    PropertyInjectors.of(stack.node.root).add(new HouseRules());
    new Ledger(stack, 'Ledger');

    expect(onlyLedger(stack).Properties.KmsKey).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^LedgerKey/), 'Arn'] });
  });

  test('leaves statics and instances as they are', () => {
    const ledger = new Ledger(testStack(), 'Ledger', { ledgerName: 'fixed' });

    expect(ledger).toBeInstanceOf(Ledger);
    expect(ledger.node.scope).toBe(ledger.stack);
    expect(ControlPlane.of(ledger.stack).node.path).toBe('Stack/CdkQldbControlPlane');
  });
});
