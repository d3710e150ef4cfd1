/** Decides which key a request means and whether it can be used. */
export interface KeyAuthority {
  /** Whether keys are looked up at all, or taken as given. */
  readonly checks: boolean;

  /**
   * The ARN of the key that `KmsKey` names: a key id, a key ARN, an alias or an alias ARN.
   *
   * @throws ServiceError InvalidParameterException when there is no such key or it cannot be used, ServiceUnavailable when KMS does not answer
   */
  resolve(kmsKey: string): Promise<string>;

  /**
   * Whether the key can be used now.
   *
   * @throws Error when that cannot be told, because KMS does not answer
   */
  isAccessible(keyArn: string): Promise<boolean>;
}
