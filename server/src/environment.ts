/**
 * The environment variables with which AWS SDKs, tools and drivers reach a server.
 *
 * Credentials are not among them: SDKs want some, and any do.
 */
export function environmentFor(endpoint: string, region: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL_QLDB: endpoint,
    AWS_ENDPOINT_URL_QLDB_SESSION: endpoint,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  };
}
