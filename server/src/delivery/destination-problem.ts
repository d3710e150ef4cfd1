import { DestinationError } from './destination-error';
import { errors } from '../errors';

/**
 * What a request is answered whose S3 destination cannot be written. The beginnings of the first two texts are those of AWS's developer
 * guide, "Common errors for journal exports".
 */
export function destinationProblem(error: unknown, roleArn: string): unknown {
  if (!(error instanceof DestinationError)) {
    return error;
  }
  const { problem, service, code, message } = error;
  const parameter = service === 'STS' ? 'RoleArn' : 'S3ExportConfiguration';
  switch (problem) {
    case 'refused': return errors.invalidParameter(
      `QLDB encountered an error validating S3 configuration: ${code} ${message}${service === 'STS' ? ` (when the role '${roleArn}' was assumed)` : ''}`, parameter);
    case 'unexpected': return errors.invalidParameter(
      `Unexpected response from Amazon S3 while validating S3 configuration. Response from ${service}: ${code} ${message}`, parameter);
    case 'unreachable': return errors.unavailable(`${service} did not answer: ${code}: ${message}`, error);
    case 'no-credentials': return errors.unavailable(
      `the server needs AWS credentials of its own to assume the role '${roleArn}', as the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or another source of the AWS SDK: ${code}: ${message}`,
      error,
    );
  }
}
