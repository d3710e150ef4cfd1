import fc from 'fast-check';
import { OWNER_TAG } from '../../../src/private/contract';
import { refusal, type FakeControlPlane, type Interference } from '../support/fake-control-plane';
import { KEY, ledgerProps, ledgerWorld, OTHER_KEY } from '../support/ledger-world';
import { Stack } from '../support/stack';

/** What a scenario leaves, with everything that differs from run to run taken out. */
function endState(plane: FakeControlPlane, shop: Stack): unknown {
  return {
    ledgers: plane.all().map(({ name, permissionsMode, deletionProtection, kmsKeyArn, tags }) => ({
      name, permissionsMode, deletionProtection, kmsKeyArn, tags: { ...tags, [OWNER_TAG]: (tags[OWNER_TAG] ?? '').split('/', 2).join('/') },
    })),
    resource: shop.resource && { ...shop.resource, physicalId: shop.resource.physicalId.replace(/#.*/, '#') },
    consistent: plane.all().every(({ name, tags }) => !shop.resource?.physicalId.startsWith(`${name}#`)
      || shop.resource.physicalId === `${name}#${tags[OWNER_TAG]?.split('/')[2]}`),
  };
}

const before = ledgerProps({ KmsKey: KEY, Tags: { a: '1', b: '2' } });
const after = ledgerProps({ KmsKey: OTHER_KEY, PermissionsMode: 'ALLOW_ALL', DeletionProtection: 'true', Tags: { b: '3', c: '4' } });

const scenarios: Record<string, (shop: Stack) => Promise<unknown>> = {
  'create': async (shop) => shop.create(after),
  'create and update': async (shop) => { await shop.create(before); await shop.update(after); },
  'create, update and rollback': async (shop) => { await shop.create(before); await shop.update(after, { failElsewhere: true }); },
  'create, rename': async (shop) => { await shop.create(before); await shop.update({ ...after, Name: 'sales' }); },
  'create, rename and rollback': async (shop) => { await shop.create(before); await shop.update({ ...after, Name: 'sales', DeletionProtection: 'false' }, { failElsewhere: true }); },
  'create and delete': async (shop) => { await shop.create(before); await shop.destroy(); },
};

describe.each(Object.entries(scenarios))('%s', (_name, run) => {
  const undisturbed = async () => {
    const { plane, stack } = ledgerWorld();
    const shop = stack();
    await run(shop);
    return { state: endState(plane, shop), calls: plane.calls.length };
  };

  const disturbances: Record<string, (operation: string) => Interference> = {
    'the function dies before a call': () => ({ effect: false, error: 'killed' }),
    'the function dies after a call': () => ({ effect: true, error: 'killed' }),
    'the answer to a call is lost': (operation) => ({ effect: true, error: refusal('interrupted', operation) }),
    'a call fails in the service': (operation) => ({ effect: false, error: refusal('unavailable', operation) }),
    'a call is throttled': (operation) => ({ effect: false, error: refusal('throttled', operation) }),
  };

  test.each(Object.entries(disturbances))('ends the same when %s, at each of its calls', async (_what, disturb) => {
    const { state, calls } = await undisturbed();
    expect(calls).toBeGreaterThan(3);
    for (let disturbed = 1; disturbed <= calls; disturbed++) {
      const { plane, stack } = ledgerWorld();
      const shop = stack();
      plane.interfere = (operation, count) => count === disturbed ? disturb(operation) : undefined;
      await run(shop);
      expect({ disturbed, state: endState(plane, shop) }).toEqual({ disturbed, state });
    }
  });

  test('ends the same when every event arrives twice', async () => {
    const { state } = await undisturbed();
    const { plane, service } = ledgerWorld();
    const shop = new Stack({
      deliver: async (event) => {
        const first = await service.deliver(event);
        // The repetition of a Create or Update meets the state that it made itself; that of a Delete finds nothing.
        const second = await service.deliver(event);
        expect(second.map(({ Status, PhysicalResourceId }) => ({ Status, PhysicalResourceId })))
          .toEqual(first.map(({ Status, PhysicalResourceId }) => ({ Status, PhysicalResourceId })));
        return first;
      },
    });
    await run(shop);
    expect(endState(plane, shop)).toEqual(state);
  });
});

type Model = Record<string, never>;

interface World extends ReturnType<typeof ledgerWorld> {
  readonly shop: Stack;
  /** While true, the function does not die. */
  readonly calm: { now: boolean };
  /** Identities of ledgers that no request of the stack made. */
  readonly foreign: Set<number>;
}

const names = fc.constantFrom('orders', 'sales', 'third');
const anyProps = fc.record({
  Name: names,
  PermissionsMode: fc.constantFrom('STANDARD', 'ALLOW_ALL'),
  KmsKey: fc.constantFrom(undefined, KEY, OTHER_KEY),
  AdoptExisting: fc.constantFrom('true', 'false'),
  Tags: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'), { noNullPrototype: true }),
  TimeoutSeconds: fc.constantFrom('120', '900'),
}).map((changes) => ledgerProps(changes));

/** Faults for the calls to come: from a list that is used up, so that the world calms down. */
const faults = fc.array(fc.constantFrom<Interference>(
  undefined, undefined, undefined, { effect: false, error: 'killed' }, { effect: true, error: 'killed' },
  { effect: true, error: refusal('interrupted', 'any') }, { effect: false, error: refusal('unavailable', 'any') }, { effect: false, error: refusal('throttled', 'any') },
), { maxLength: 25 });

function arm(world: World, pending: readonly Interference[]): void {
  const queue = [...pending];
  world.plane.interfere = () => {
    const next = queue.shift();
    return world.calm.now && next?.error === 'killed' ? undefined : next;
  };
}

function checkWorld(world: World): void {
  const deleted = world.plane.deletions.filter(({ identity }) => world.foreign.has(identity));
  expect(deleted).toEqual([]);
  expect(world.service.logs.join('\n')).not.toContain('very-secret');
}

class Deploy implements fc.AsyncCommand<Model, World> {
  constructor(readonly props: ReturnType<typeof ledgerProps>, readonly pending: readonly Interference[], readonly failElsewhere: boolean) {}

  check = () => true;

  async run(_model: Model, world: World): Promise<void> {
    if (world.shop.deleteFailed) {
      await world.shop.destroy();
    }
    arm(world, this.pending);
    if (world.shop.resource) {
      await world.shop.update(this.props, { failElsewhere: this.failElsewhere });
    } else {
      await world.shop.create(this.props);
    }
    checkWorld(world);
    // What CloudFormation believes to be there is there.
    const id = world.shop.resource?.physicalId;
    expect(id === undefined || world.plane.get(id.replace(/#.*/, '')) !== undefined).toBe(true);
  }

  toString = () => `deploy(${JSON.stringify(this.props)}, ${this.pending.length} faults${this.failElsewhere ? ', fails elsewhere' : ''})`;
}

class Destroy implements fc.AsyncCommand<Model, World> {
  constructor(readonly pending: readonly Interference[]) {}

  check = () => true;

  async run(_model: Model, world: World): Promise<void> {
    arm(world, this.pending);
    await world.shop.destroy();
    checkWorld(world);
  }

  toString = () => `destroy(${this.pending.length} faults)`;
}

class SomeoneMakesALedger implements fc.AsyncCommand<Model, World> {
  constructor(readonly name: string, readonly owner: string | undefined) {}

  check = () => true;

  async run(_model: Model, world: World): Promise<void> {
    if (!world.plane.get(this.name)) {
      world.foreign.add(world.plane.put(this.name, this.owner === undefined ? {} : { [OWNER_TAG]: this.owner }).identity);
    }
  }

  toString = () => `someone makes ${this.name} for ${this.owner}`;
}

test('whatever fails and whenever: nothing foreign is deleted and nothing of the stack\'s own is left', async () => {
  const commands = fc.commands([
    fc.tuple(anyProps, faults, fc.boolean()).map((args) => new Deploy(...args)),
    fc.tuple(anyProps, faults, fc.boolean()).map((args) => new Deploy(...args)),
    faults.map((pending) => new Destroy(pending)),
    fc.tuple(names, fc.constantFrom(undefined, 'Other/Ledger/abc', 'Shop/Ledger/0123456789ab')).map((args) => new SomeoneMakesALedger(...args)),
  ], { maxCommands: 12 });
  await fc.assert(fc.asyncProperty(commands, async (sequence) => {
    const base = ledgerWorld();
    base.plane.timings = { creation: 20_000, deletion: 30_000, keyChange: 15_000 };
    const calm = { now: false };
    // Lambda delivers an event three times. Of an Update whose every delivery dies, what it made may be left.
    const beforeDelivery = (requestType: string, attempt: number) => { calm.now = requestType === 'Update' && attempt === 3; };
    let requests = 0;
    const duplicates = () => requests++ % 3 === 0 ? 1 : 0;
    const world: World = { ...base, calm, shop: base.stack({ persistence: 10, beforeDelivery, duplicates }), foreign: new Set() };
    await fc.asyncModelRun(() => ({ model: {}, real: world }), sequence);
    arm(world, []);
    await world.shop.destroy();
    const left = world.plane.all().filter(({ identity }) => !world.foreign.has(identity));
    expect(left).toEqual([]);
  }), { numRuns: process.env.CDK_QLDB_FULL ? 5_000 : 500 });
}, 300_000);
