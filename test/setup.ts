// From aws-cdk-lib 2.262 on a template validator costs over a second at the first synth of each process; the tests that are about it turn it on.
process.env.CDK_VALIDATION ??= 'false';
