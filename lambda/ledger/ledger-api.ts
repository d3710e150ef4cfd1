import {
  CreateLedgerCommand, DeleteLedgerCommand, DescribeLedgerCommand, ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand,
  UpdateLedgerCommand, UpdateLedgerPermissionsModeCommand, type DescribeLedgerCommandOutput, type PermissionsMode, type QLDBClient,
} from '@aws-sdk/client-qldb';
import { AWS_OWNED_KEY, type DesiredLedger } from './ledger-properties';
import { caller, ifFound } from '../qldb/call';
import { QldbError } from '../qldb/qldb-error';

/** A ledger as DescribeLedger shows it. */
export interface LedgerDescription {
  readonly name: string;
  readonly arn: string;
  /** `CREATING`, `ACTIVE` or `DELETING`. */
  readonly state: string;
  readonly creationTime: Date;
  readonly permissionsMode: string;
  readonly deletionProtection: boolean;
  /** Absent for the AWS owned key. */
  readonly kmsKeyArn?: string;
  /** `ENABLED`, `UPDATING` or `KMS_KEY_INACCESSIBLE`. */
  readonly encryptionStatus: string;
}

export interface LedgerUpdate {
  readonly deletionProtection?: boolean;
  /** ARN of a key, or `AWS_OWNED_KMS_KEY`. */
  readonly kmsKey?: string;
}

/** The operations that ledgers need, and no others: the function's policy names exactly these. All throw `QldbError`. */
export interface LedgerApi {
  /** The ledger, or `undefined` if there is none. */
  describe(name: string): Promise<LedgerDescription | undefined>;
  /** Its tags, or `undefined` if it is gone or going. */
  tags(arn: string): Promise<Readonly<Record<string, string>> | undefined>;
  create(name: string, ledger: DesiredLedger): Promise<void>;
  setPermissionsMode(name: string, mode: string): Promise<void>;
  update(name: string, changes: LedgerUpdate): Promise<void>;
  tag(arn: string, tags: Readonly<Record<string, string>>): Promise<void>;
  untag(arn: string, keys: readonly string[]): Promise<void>;
  delete(name: string): Promise<void>;
}

/** @param signal what ends a call that takes too long */
export function ledgerApi(client: QLDBClient, signal: () => AbortSignal): LedgerApi {
  const call = caller(signal);
  return {
    describe: async (name) => ifFound(call('DescribeLedger', async (options) => {
      const ledger = await client.send(new DescribeLedgerCommand({ Name: name }), options);
      return ledger.State === 'DELETED' ? undefined : toDescription(name, ledger);
    })),
    tags: async (arn) => ifFound(call('ListTagsForResource', async (options) =>
      (await client.send(new ListTagsForResourceCommand({ ResourceArn: arn }), options)).Tags ?? {})),
    create: async (name, { permissionsMode, deletionProtection, kmsKey, tags }) => call('CreateLedger', async (options) => {
      await client.send(new CreateLedgerCommand({
        Name: name,
        // A mode that this version of the SDK does not know is QLDB's to refuse.
        PermissionsMode: permissionsMode as PermissionsMode,
        DeletionProtection: deletionProtection,
        Tags: { ...tags },
        ...kmsKey !== undefined && { KmsKey: kmsKey },
      }), options);
    }),
    setPermissionsMode: async (name, mode) => call('UpdateLedgerPermissionsMode', async (options) => {
      await client.send(new UpdateLedgerPermissionsModeCommand({ Name: name, PermissionsMode: mode as PermissionsMode }), options);
    }),
    update: async (name, { deletionProtection, kmsKey }) => call('UpdateLedger', async (options) => {
      await client.send(new UpdateLedgerCommand({
        Name: name,
        ...deletionProtection !== undefined && { DeletionProtection: deletionProtection },
        ...kmsKey !== undefined && { KmsKey: kmsKey },
      }), options);
    }),
    tag: async (arn, tags) => call('TagResource', async (options) => {
      await client.send(new TagResourceCommand({ ResourceArn: arn, Tags: { ...tags } }), options);
    }),
    untag: async (arn, keys) => call('UntagResource', async (options) => {
      await client.send(new UntagResourceCommand({ ResourceArn: arn, TagKeys: [...keys] }), options);
    }),
    delete: async (name) => call('DeleteLedger', async (options) => {
      await client.send(new DeleteLedgerCommand({ Name: name }), options);
    }),
  };
}

function toDescription(name: string, ledger: DescribeLedgerCommandOutput): LedgerDescription {
  const { Arn: arn, State: state, CreationDateTime: creationTime, EncryptionDescription: encryption } = ledger;
  if (arn === undefined || state === undefined || creationTime === undefined) {
    throw new QldbError('unknown', 'DescribeLedger', `the answer has no ${arn === undefined ? 'Arn' : state === undefined ? 'State' : 'CreationDateTime'}`, 'unknown');
  }
  const kmsKeyArn = encryption?.KmsKeyArn;
  return {
    name: ledger.Name ?? name,
    arn,
    state,
    creationTime,
    permissionsMode: ledger.PermissionsMode ?? '',
    deletionProtection: ledger.DeletionProtection ?? false,
    // A ledger that never had a key of a customer has no description of it; one that went back has the literal.
    ...kmsKeyArn !== undefined && kmsKeyArn !== AWS_OWNED_KEY && { kmsKeyArn },
    encryptionStatus: encryption?.EncryptionStatus ?? 'ENABLED',
  };
}
