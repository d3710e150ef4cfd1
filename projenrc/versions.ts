/** Versions that several parts must agree on, each with the reason why it is what it is. */
export const versions = {
  /** jsii, jsii-rosetta and jsii-docgen stay on one line. */
  jsii: '~6.0.16',
  /** What jsii 6.0 itself compiles with. */
  typescript: '~6.0',
  /** `Validations`, grants classes and `IxxxRef` parameters; the newest floor whose assemblies the pinned CLI reads. */
  cdkFloor: '2.257.0',
  /** cdk-nag 3 needs 10.5.1; aws-cdk-lib 2.257.0 alone would do with 10.5.0. */
  constructsFloor: '10.5.1',
  /** `latest` on npm is an unrelated old 3.0.0. */
  cdkCli: '2.1148.1',
  /** The last release of the client before AWS removed QLDB from the SDK. */
  qldbClient: '3.918.0',
  /** AWS's last driver for Node.js. */
  qldbDriver: '3.1.0',
  ion: '^5.2.1',
  /** The newest line that the driver accepts. */
  jsbi: '^3.2.5',
  /** Exact: an image of a new database, made for exactly one version, spares most of the start. */
  pglite: '0.5.8',
  pg: '^8.23.1',
  jest: '^30',
  tsJest: '^29.4',
  nodeTypes: '^20',
} as const;
