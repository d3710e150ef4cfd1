export { blockValue } from './block-value';
export { BlockIntegrityError, checkBlock, type BlockOrigin } from './check-block';
export { sealBlock, type BlockContent, type SealedHashes } from './seal-block';
