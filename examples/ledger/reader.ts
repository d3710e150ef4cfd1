import { DescribeLedgerCommand, QLDBClient } from '@aws-sdk/client-qldb';

// The endpoint comes from the environment that `ledger.clientEnvironment` gave to the function.
const qldb = new QLDBClient({});

/** Answers with what QLDB says of the ledger. */
export async function handler(): Promise<Record<string, unknown>> {
  const { Name, State, PermissionsMode, EncryptionDescription } = await qldb.send(new DescribeLedgerCommand({ Name: process.env.QLDB_LEDGER_NAME }));
  return { Name, State, PermissionsMode, EncryptionStatus: EncryptionDescription?.EncryptionStatus };
}
