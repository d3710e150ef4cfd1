export type { Quotas, Timings } from './control-plane/context';
export type { DeliveryOptions } from './delivery/aws/delivery-options';
export type { Fault, FaultInput } from './faults/fault';
export type { ArmedFault, FaultRegistry } from './faults/fault-registry';
export { IonFormatError } from './ion/ion-format-error';
export { parseText as parseIonText } from './ion/text';
export type { Value as IonValue } from './ion/value';
export { AddressError, parseAddress } from './journal/address';
export type { Block, BlockAddress, InternalRevision, Revision, RevisionMetadata, UserRevision } from './journal/journal';
export {
  BlockIntegrityError, ChainVerifier, VerificationError, checkBlock, foldProof, parseProof, proofText, readBlock, readProof, readRevision,
  verifyBlock, verifyChain, verifyProof, verifyRevision,
} from './journal/verifier';
export type {
  BlockOrigin, ChainOptions, Digest, RevisionAtAddress, VerifiedChain, VerifyBlockOptions, VerifyRevisionOptions,
} from './journal/verifier';
export type { KmsOptions } from './kms/kms-keys';
export type { LogLevel } from './logging';
export type { QldbServerOptions } from './options';
export { startQldbServer, type QldbServer } from './server';
export type { StorageKind } from './store/store';
