/** Where exports and streams go, and as whom the server asks STS for their roles. */
export interface DeliveryOptions {
  /** Where S3 is, for another one than AWS's. Buckets are then a part of the path. @default - the endpoint of AWS */
  readonly s3Endpoint?: string;
  /** Where Kinesis is, for another one than AWS's. @default - the endpoint of AWS */
  readonly kinesisEndpoint?: string;
  /** Where STS is, for another one than AWS's. @default - the endpoint of AWS */
  readonly stsEndpoint?: string;
  /** The server's own, with which it assumes the roles of requests. @default - the credential chain of the AWS SDK */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken?: string };
}
