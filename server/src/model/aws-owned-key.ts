/** What KmsKey says for the key that AWS owns. */
export const AWS_OWNED_KEY = 'AWS_OWNED_KMS_KEY';
