import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CloudFormationClient, DescribeStackResourcesCommand, GetTemplateCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { LocalStack } from '../../local/local-stack';

export interface FunctionAnswer {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}

interface Repetition {
  readonly stackName: string;
  readonly logicalId: string;
  /** Properties that are not literal in the template, as CloudFormation resolved them. */
  readonly resolved: Readonly<Record<string, string>>;
}

/** What CloudFormation knows of a deployed resource. */
export async function physicalIdOf(local: LocalStack, stackName: string, logicalId: string): Promise<string> {
  const cloudFormation = new CloudFormationClient(local.awsClient);
  const query = { StackName: stackName, LogicalResourceId: logicalId };
  const { StackResources: [found] = [] } = await cloudFormation.send(new DescribeStackResourcesCommand(query));
  cloudFormation.destroy();
  return found?.PhysicalResourceId ?? '';
}

/** Delivers to the deployed function, once more, the Create event of a resource that it has made. */
export async function repeatCreate(local: LocalStack, { stackName, logicalId, resolved }: Repetition): Promise<FunctionAnswer> {
  const cloudFormation = new CloudFormationClient(local.awsClient);
  const { TemplateBody = '{}' } = await cloudFormation.send(new GetTemplateCommand({ StackName: stackName }));
  cloudFormation.destroy();
  const template = JSON.parse(TemplateBody) as { Resources: Record<string, { Type: string; Properties: Record<string, unknown> }> };
  const { Type: type, Properties: properties } = template.Resources[logicalId]!;
  const unresolved = Object.entries(properties).filter(([name, value]) => typeof value === 'object' && !(name in resolved)).map(([name]) => name);
  expect(unresolved).toEqual([]);
  return invoke(local, resolved.ServiceToken!, {
    RequestType: 'Create', RequestId: randomUUID(), StackId: `arn:aws:cloudformation:us-east-1:000000000000:stack/${stackName}/${randomUUID()}`,
    ResourceType: type, LogicalResourceId: logicalId, ResourceProperties: { ...properties, ...resolved },
  });
}

async function invoke(local: LocalStack, functionArn: string, event: object): Promise<FunctionAnswer> {
  const cloudFormation = createServer();
  cloudFormation.listen(0, '127.0.0.1');
  await once(cloudFormation, 'listening');
  const answered = new Promise<FunctionAnswer>((resolve) => cloudFormation.on('request', (request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      response.end();
      resolve(JSON.parse(body) as FunctionAnswer);
    });
  }));
  const lambda = new LambdaClient(local.awsClient);
  const ResponseURL = `http://127.0.0.1:${(cloudFormation.address() as AddressInfo).port}/`;
  await lambda.send(new InvokeCommand({ FunctionName: functionArn, Payload: Buffer.from(JSON.stringify({ ...event, ResponseURL })) }));
  lambda.destroy();
  const answer = await answered;
  cloudFormation.close();
  return answer;
}
