/**
 * Stands in for the SDK's `@aws-sdk/credential-provider-node` in the bundle: a Lambda function has its role's credentials in
 * the environment, so profiles, single sign-on and instance metadata, a third of the SDK's code, are left out.
 *
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function defaultProvider() {
  return async () => {
    const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = process.env;
    if (!accessKeyId || !secretAccessKey) {
      throw new Error('the environment has no AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which Lambda sets for every function');
    }
    return { accessKeyId, secretAccessKey, ...sessionToken && { sessionToken } };
  };
}
