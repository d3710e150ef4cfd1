import { randomUUID } from 'node:crypto';
import type { Response } from './lambda-service';

export type ResourceProps = Readonly<Record<string, unknown>>;

/** Where events go: a function in whatever surroundings. @returns the answers that the event led to */
export interface EventSink {
  deliver(event: object): Promise<readonly Response[]>;
}

export interface StackOptions {
  readonly name?: string;
  readonly logicalId?: string;
  readonly resourceType?: string;
  readonly responseUrl?: string;
  /** Deliveries of an event that no answer came to: Lambda makes three. */
  readonly deliveries?: number;
  /** Called before each delivery of each request. */
  readonly beforeDelivery?: (requestType: string, attempt: number) => void;
  /** Further times that an event arrives although it was fulfilled and answered. */
  readonly duplicates?: () => number;
  /** How often someone tries again what CloudFormation could not roll back or clean up. */
  readonly persistence?: number;
}

interface Resource {
  readonly physicalId: string;
  readonly props: ResourceProps;
}

interface Request {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ResourceProperties: ResourceProps;
  readonly OldResourceProperties?: ResourceProps;
  readonly PhysicalResourceId?: string;
}

/** CloudFormation with a stack of one custom resource: what it sends, in which order, and what it makes of the answers. */
export class Stack {
  resource: Resource | undefined;
  /** DELETE_FAILED: all that can be done with the stack is deleting it again. */
  deleteFailed = false;
  /** Every answer, and the request it answers. */
  readonly history: { readonly request: Request; readonly response: Response | undefined }[] = [];
  readonly id: string;

  constructor(private readonly sink: EventSink, private readonly options: StackOptions = {}) {
    this.id = `arn:aws:cloudformation:us-east-1:111122223333:stack/${options.name ?? 'Shop'}/${randomUUID()}`;
  }

  /** Deploys the resource for the first time; a failure is rolled back. */
  async create(props: ResourceProps): Promise<Response | undefined> {
    const response = await this.request({ RequestType: 'Create', ResourceProperties: props });
    if (response?.Status === 'SUCCESS') {
      this.resource = { physicalId: response.PhysicalResourceId, props };
    } else {
      const invented = `${this.options.name ?? 'Shop'}-${this.options.logicalId ?? 'Ledger'}-1ABCDEFGHIJKL`;
      await this.cleanUp({ physicalId: response?.PhysicalResourceId ?? invented, props });
    }
    return response;
  }

  /** Updates the resource; a failure, of this resource or of another after it, is rolled back. */
  async update(props: ResourceProps, { failElsewhere = false, retainReplaced = false } = {}): Promise<Response | undefined> {
    const before = this.resource;
    if (!before) {
      throw new Error('no resource to update');
    }
    const response = await this.request({
      RequestType: 'Update', PhysicalResourceId: before.physicalId, ResourceProperties: props, OldResourceProperties: before.props,
    });
    const succeeded = response?.Status === 'SUCCESS';
    const present: Resource = { physicalId: succeeded ? response.PhysicalResourceId : before.physicalId, props };
    if (succeeded && !failElsewhere) {
      this.resource = present;
      if (present.physicalId !== before.physicalId && !retainReplaced) {
        await this.cleanUp(before);
      }
      return response;
    }
    const rollback = await this.persist(async () => this.request({
      RequestType: 'Update', PhysicalResourceId: present.physicalId, ResourceProperties: before.props, OldResourceProperties: props,
    }));
    if (rollback?.Status !== 'SUCCESS') {
      throw new Error(`UPDATE_ROLLBACK_FAILED: ${rollback?.Reason ?? 'no answer'}`);
    }
    this.resource = { physicalId: rollback.PhysicalResourceId, props: before.props };
    if (rollback.PhysicalResourceId !== present.physicalId) {
      await this.cleanUp(present);
    }
    return response;
  }

  async destroy(): Promise<Response | undefined> {
    const { resource } = this;
    if (!resource) {
      return undefined;
    }
    const response = await this.delete(resource);
    this.deleteFailed = response?.Status !== 'SUCCESS';
    if (!this.deleteFailed) {
      this.resource = undefined;
    }
    return response;
  }

  async delete({ physicalId, props }: Resource): Promise<Response | undefined> {
    return this.request({ RequestType: 'Delete', PhysicalResourceId: physicalId, ResourceProperties: props });
  }

  private async cleanUp(resource: Resource): Promise<void> {
    await this.persist(async () => this.delete(resource));
  }

  private async persist(attempt: () => Promise<Response | undefined>): Promise<Response | undefined> {
    let response = await attempt();
    for (let again = 0; again < (this.options.persistence ?? 0) && response?.Status !== 'SUCCESS'; again++) {
      response = await attempt();
    }
    return response;
  }

  private async request(request: Request): Promise<Response | undefined> {
    const event = {
      ...request,
      RequestId: randomUUID(),
      StackId: this.id,
      LogicalResourceId: this.options.logicalId ?? 'Ledger',
      ResourceType: this.options.resourceType ?? 'Custom::QLDBLedger',
      ServiceToken: 'arn:aws:lambda:us-east-1:111122223333:function:control-plane',
      ResponseURL: this.options.responseUrl ?? 'https://cloudformation.example/answer?signature=very-secret',
    };
    const { deliveries = 3, beforeDelivery, duplicates } = this.options;
    let answers: readonly Response[] = [];
    for (let attempt = 1; attempt <= deliveries && answers.length === 0; attempt++) {
      beforeDelivery?.(request.RequestType, attempt);
      answers = await this.sink.deliver(event);
    }
    const again = answers[0]?.Status === 'SUCCESS' ? duplicates?.() ?? 0 : 0;
    for (let count = 0; count < again; count++) {
      const repeated = await this.sink.deliver(event);
      check(repeated.every((answer) => answer.PhysicalResourceId === answers[0]?.PhysicalResourceId), 'a repeated event has the same physical id');
    }
    check(answers.length <= 1, 'an event is answered once');
    const response = answers[0];
    if (response) {
      check(response.RequestId === event.RequestId && response.StackId === event.StackId, 'the answer names the request');
      check(response.LogicalResourceId === event.LogicalResourceId, 'the answer names the resource');
      check(Buffer.byteLength(JSON.stringify(response)) < 4096, 'the answer is short enough');
      check(response.PhysicalResourceId.length > 0, 'the answer has a physical id');
      check(request.RequestType !== 'Delete' || response.PhysicalResourceId === request.PhysicalResourceId, 'a Delete keeps the physical id');
      check(response.Status === 'SUCCESS' || (response.Reason ?? '') !== '', 'a failure has a reason');
      check(request.RequestType !== 'Update' || response.Status === 'SUCCESS' || response.PhysicalResourceId === request.PhysicalResourceId,
        'a failed Update keeps the physical id');
    }
    this.history.push({ request, response });
    return response;
  }
}

function check(condition: boolean, rule: string): void {
  if (!condition) {
    throw new Error(`broken rule: ${rule}`);
  }
}
