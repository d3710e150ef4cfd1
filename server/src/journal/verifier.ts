/**
 * Verification on the client's side: it trusts nothing but a digest that was kept where the server could not change it.
 *
 * What no verifier can catch, because no hash binds it:
 *
 * - Without such a digest, anything: a server may have written all of its journal anew.
 * - A false tip. A digest covers some number of blocks, but does not say how many: a proof has the same length for many tips (block 100 fits
 *   tips 112 to 127), and folds to the same digest. A tip counts only together with the digest, as GetDigest gave them.
 * - The `blockAddress` of a revision that is verified without its block, as far as another address asks for a proof of the same length. With
 *   its block it is compared, and a block of `qldb-server` binds its own.
 * - That data was removed: `dataHash` in place of `data` is what a redaction leaves, and it makes the same hash. Redactions are recorded in
 *   later blocks (`redactionInfo`).
 * - The order of revisions in a block, where those that change places are combined with each other: the first and the second, for example.
 *   Which hash comes first does not matter when two are combined. Nor does the order of fields in a struct, which Ion does not keep.
 * - In blocks of AWS: `strandId`, `sequenceNo` (but for its place in the chain), `blockTimestamp`, `transactionId` in a block without
 *   revisions, the order of `entriesHashList` in the same way as that of revisions, whether a revision of which only the hash is shown was a
 *   document, and that all revisions were left out: a block without them looks the same. AWS has not published what its other two entries are
 *   made of.
 */
export { BlockIntegrityError, checkBlock, type BlockOrigin } from './check-block';
export { readBlock, readRevision, type RevisionAtAddress } from './verifier/read-block';
export { VerificationError } from './verifier/verification-error';
export { verifyBlock, type VerifyBlockOptions } from './verifier/verify-block';
export { ChainVerifier, verifyChain, type ChainOptions, type VerifiedChain } from './verifier/verify-chain';
export { foldProof, parseProof, proofText, readProof, verifyProof, type Digest } from './verifier/verify-proof';
export { verifyRevision, type VerifyRevisionOptions } from './verifier/verify-revision';
