import type { VirtualClock } from './virtual-clock';
import { handleEvent, type InvocationContext, type ResourceHandler } from '../../../lambda/custom-resource/custom-resource';

export interface Response {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason?: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Data?: Readonly<Record<string, string>>;
}

export const RESPONSE_URL = 'https://cloudformation.example/answer?signature=very-secret';

/** Lambda with the function in it, in virtual time: runs events, self-invocations included, and may lose an invocation at any call. */
export class LambdaService {
  readonly logs: string[] = [];
  readonly bodies: string[] = [];
  invocations = 0;
  /** Milliseconds that one invocation may take. */
  limit = 15 * 60_000;
  /** Whether the function may invoke itself. */
  selfInvocation: 'works' | 'denied' = 'works';

  /** @param resources handlers by CloudFormation resource type */
  constructor(private readonly clock: VirtualClock, private readonly resources: Readonly<Record<string, ResourceHandler>>) {}

  /** Delivers an event and whatever it leads to. @returns the answers that came */
  async deliver(event: object): Promise<readonly Response[]> {
    const before = this.bodies.length;
    const queue = [event];
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      await this.invoke(next, (payload) => queue.push(JSON.parse(payload) as object));
    }
    return this.bodies.slice(before).map((body) => JSON.parse(body) as Response);
  }

  private async invoke(event: object, enqueue: (payload: string) => void): Promise<void> {
    this.invocations++;
    const end = this.clock.now() + this.limit;
    const context: InvocationContext = {
      functionName: 'control-plane',
      logGroupName: '/aws/lambda/control-plane',
      logStreamName: '2026/01/01/[1]abcdef',
      getRemainingTimeInMillis: () => end - this.clock.now(),
    };
    const { clock, resources } = this;
    const work = handleEvent(event, context, {
      clock,
      put: async (_url, body) => { this.bodies.push(body); },
      invokeSelf: async (_name, payload) => {
        if (this.selfInvocation === 'denied') {
          throw new Error('not authorized to perform lambda:InvokeFunction');
        }
        enqueue(payload);
      },
      writeLine: (line) => { this.logs.push(line); },
      resources,
    });
    // A killed invocation never ends; virtual time lets everything else end within the turns of the event loop.
    let ended = false;
    const ending = work.finally(() => { ended = true; });
    for (let turns = 0; turns < 50 && !ended; turns++) {
      await Promise.race([ending, new Promise((resolve) => setImmediate(resolve))]);
    }
    ending.catch(() => undefined);
  }
}
