import type { VirtualClock } from './virtual-clock';
import type { LedgerApi, LedgerDescription } from '../../../lambda/ledger/ledger-api';
import { AWS_OWNED_KEY, type DesiredLedger } from '../../../lambda/ledger/ledger-properties';
import { QldbError, type QldbErrorKind } from '../../../lambda/qldb/qldb-error';

/** A ledger in the fake, which knows of itself what no API shows: which one it is. */
export interface FakeLedger {
  readonly identity: number;
  readonly name: string;
  readonly creationTime: number;
  readonly activeAt: number;
  permissionsMode: string;
  deletionProtection: boolean;
  kmsKeyArn: string | undefined;
  keyChangedAt: number;
  tags: Record<string, string>;
  goneAt: number;
}

/** What happens to a call: nothing, an error instead of it, or an error although it took effect. */
export type Interference = undefined | { readonly effect: boolean; readonly error: QldbError | 'killed' };

export type Interfere = (operation: string, count: number) => Interference;

export interface FakeTimings {
  readonly creation: number;
  readonly deletion: number;
  readonly keyChange: number;
}

/** QLDB's state machine for ledgers in virtual time, with faults between any two calls. */
export class FakeControlPlane {
  readonly calls: string[] = [];
  readonly deletions: FakeLedger[] = [];
  readonly inaccessibleKeys = new Set<string>();
  /** ARNs of keys by the aliases that name them. */
  readonly aliases = new Map<string, string>();
  timings: FakeTimings = { creation: 1_000, deletion: 1_000, keyChange: 1_000 };
  private readonly ledgers = new Map<string, FakeLedger>();
  private identities = 0;

  readonly api: LedgerApi = {
    describe: async (name) => this.call('DescribeLedger', () => {
      const ledger = this.ledgers.get(name);
      return ledger && this.describe(ledger);
    }),
    tags: async (arn) => this.call('ListTagsForResource', () => {
      const ledger = this.ledgers.get(nameIn(arn));
      return ledger && ledger.goneAt === Infinity ? { ...ledger.tags } : undefined;
    }),
    create: async (name, desired) => this.call('CreateLedger', () => this.create(name, desired)),
    setPermissionsMode: async (name, mode) => this.call('UpdateLedgerPermissionsMode', () => { this.usable(name).permissionsMode = mode; }),
    update: async (name, { deletionProtection, kmsKey }) => this.call('UpdateLedger', () => {
      const ledger = this.usable(name);
      ledger.deletionProtection = deletionProtection ?? ledger.deletionProtection;
      if (kmsKey !== undefined) {
        ledger.kmsKeyArn = kmsKey === AWS_OWNED_KEY ? undefined : this.aliases.get(kmsKey) ?? kmsKey;
        ledger.keyChangedAt = this.clock.now() + this.timings.keyChange;
      }
    }),
    tag: async (arn, tags) => this.call('TagResource', () => { Object.assign(this.usable(nameIn(arn)).tags, tags); }),
    untag: async (arn, keys) => this.call('UntagResource', () => {
      const ledger = this.usable(nameIn(arn));
      keys.forEach((key) => delete ledger.tags[key]);
    }),
    delete: async (name) => this.call('DeleteLedger', () => {
      const ledger = this.usable(name);
      if (ledger.activeAt > this.clock.now()) {
        throw refusal('in-use', 'DeleteLedger', 'Ledger is being created');
      }
      if (ledger.deletionProtection) {
        throw refusal('precondition', 'DeleteLedger', 'deletion protection');
      }
      ledger.goneAt = this.clock.now() + this.timings.deletion;
      this.deletions.push(ledger);
    }),
  };

  constructor(private readonly clock: VirtualClock) {}

  /** Decides about each call. */
  interfere: Interfere = () => undefined;

  /** Ledgers that exist and are not being deleted. */
  all(): readonly FakeLedger[] {
    this.settle();
    return [...this.ledgers.values()].filter((ledger) => ledger.goneAt === Infinity);
  }

  get(name: string): FakeLedger | undefined {
    return this.all().find((ledger) => ledger.name === name);
  }

  /** Puts a ledger there that was ready long ago. */
  put(name: string, tags: Record<string, string>, options: Partial<FakeLedger> = {}): FakeLedger {
    const creationTime = this.clock.now() - 7 * 24 * 3600_000;
    const ledger: FakeLedger = {
      identity: ++this.identities, name, creationTime, activeAt: creationTime, permissionsMode: 'STANDARD', deletionProtection: false,
      kmsKeyArn: undefined, keyChangedAt: creationTime, tags, goneAt: Infinity, ...options,
    };
    this.ledgers.set(name, ledger);
    return ledger;
  }

  remove(name: string): void {
    this.ledgers.delete(name);
  }

  private async call<T>(operation: string, effect: () => T): Promise<T> {
    this.settle();
    this.calls.push(operation);
    const interference = this.interfere(operation, this.calls.length);
    if (!interference) {
      return effect();
    }
    if (interference.effect) {
      effect();
    }
    if (interference.error === 'killed') {
      return new Promise<T>(() => undefined);
    }
    throw interference.error;
  }

  private create(name: string, { permissionsMode, deletionProtection, kmsKey, tags }: DesiredLedger): void {
    const found = this.ledgers.get(name);
    if (found) {
      throw found.goneAt === Infinity
        ? refusal('exists', 'CreateLedger', 'exists')
        : refusal('in-use', 'CreateLedger', 'Ledger is being deleted');
    }
    const now = this.clock.now();
    this.put(name, { ...tags }, {
      creationTime: now, activeAt: now + this.timings.creation, permissionsMode, deletionProtection, kmsKeyArn: kmsKey, keyChangedAt: now,
    });
  }

  private describe(ledger: FakeLedger): LedgerDescription {
    const now = this.clock.now();
    const { kmsKeyArn } = ledger;
    return {
      name: ledger.name,
      arn: `arn:aws:qldb:us-east-1:111122223333:ledger/${ledger.name}`,
      state: ledger.goneAt !== Infinity ? 'DELETING' : ledger.activeAt > now ? 'CREATING' : 'ACTIVE',
      creationTime: new Date(ledger.creationTime),
      permissionsMode: ledger.permissionsMode,
      deletionProtection: ledger.deletionProtection,
      ...kmsKeyArn !== undefined && { kmsKeyArn },
      encryptionStatus: kmsKeyArn !== undefined && this.inaccessibleKeys.has(kmsKeyArn) ? 'KMS_KEY_INACCESSIBLE'
        : ledger.keyChangedAt > now ? 'UPDATING' : 'ENABLED',
    };
  }

  private usable(name: string): FakeLedger {
    const ledger = this.ledgers.get(name);
    if (!ledger || ledger.goneAt !== Infinity) {
      throw refusal('not-found', 'any', `no ledger ${name}`);
    }
    return ledger;
  }

  private settle(): void {
    for (const ledger of this.ledgers.values()) {
      if (ledger.goneAt <= this.clock.now()) {
        this.ledgers.delete(ledger.name);
      }
    }
  }
}

export function refusal(kind: QldbErrorKind, operation: string, message: string = kind): QldbError {
  return new QldbError(kind, operation, message, `${kind}-code`);
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
