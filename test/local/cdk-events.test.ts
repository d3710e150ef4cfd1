import { parseStackEvent } from '../../local/cdk-events';

describe('parseStackEvent', () => {
  it.each([
    ['T | 1/6 | 1:47:16 PM | CREATE_COMPLETE         | AWS::IAM::Role             | F/ServiceRole (FServiceRole3AC82EE1) ', 'CREATE_COMPLETE', 'AWS::IAM::Role', 'F/ServiceRole'],
    ['T |   0 | 1:47:25 PM | DELETE_SKIPPED          | AWS::KMS::Key              | K (K485CC42E) ', 'DELETE_SKIPPED', 'AWS::KMS::Key', 'K'],
    ['LedgerExample | 10/12 | 13:47:16 | CREATE_IN_PROGRESS | Custom::QLDBLedger | Vehicles/Resource (Vehicles1)', 'CREATE_IN_PROGRESS', 'Custom::QLDBLedger', 'Vehicles/Resource'],
  ])('reads %j', (line, status, resourceType, logicalId) => {
    expect(parseStackEvent(line)).toEqual({ status, resourceType, logicalId });
  });

  it.each(['', 'T: deploying... [1/1]', '✨  Deployment time: 5.1s', 'T.Output = a | b | c | d'])('passes over %j', (line) => {
    expect(parseStackEvent(line)).toBeUndefined();
  });
});
