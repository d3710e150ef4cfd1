import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';

/** Where the constructs of a stack find QLDB, and how the function behind them runs. */
export interface ControlPlaneProps {
  /**
   * URL of the QLDB-compatible service, for its control plane and its session API alike.
   *
   * `https`, or `http` to a loopback address (see `allowInsecureHttp`). AWS's own endpoints were shut down on 2025-07-31.
   *
   * @default - the context value `cdk-qldb:endpoint`; without it, synthesis adds an error that says how to set one
   */
  readonly endpoint?: string;

  /**
   * Who assumes the roles of journal streams and exports and uses the keys of ledgers: the identity of the service behind `endpoint`.
   *
   * Any but `qldb.amazonaws.com` is allowed `kms:DescribeKey`, `kms:GenerateDataKey` and `kms:Decrypt` on the keys of ledgers.
   *
   * @default - the context value `cdk-qldb:delivery-principal`, an ARN or a service name; without it `qldb.amazonaws.com`
   */
  readonly deliveryPrincipal?: IPrincipal;

  /**
   * VPC in which the function runs; it must reach the endpoint, and CloudFormation's Amazon S3 URLs to answer.
   *
   * @default - the function runs outside of VPCs
   */
  readonly vpc?: IVpc;

  /**
   * Subnets of `vpc` in which the function runs.
   *
   * @default - private subnets with a way out
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * Security groups of the function in `vpc`.
   *
   * @default - one of its own that allows all outbound traffic
   */
  readonly securityGroups?: ISecurityGroup[];

  /**
   * Memory of the function in MiB, from 128 to 10,240.
   *
   * @default 256
   */
  readonly memorySize?: number;

  /**
   * Log group of the function.
   *
   * @default - one of its own, kept for a month and removed with the stack; `CustomResourceConfig` can change both
   */
  readonly logGroup?: ILogGroup;

  /**
   * Certificates in PEM form of the authorities that signed the endpoint's certificate, 3,000 bytes at most.
   *
   * They are trusted besides the public ones.
   *
   * @default - public certificate authorities only
   */
  readonly certificateAuthority?: string;

  /**
   * Allow an endpoint with plain `http` that is not a loopback address. Requests and answers then travel unencrypted.
   *
   * @default false
   */
  readonly allowInsecureHttp?: boolean;
}
