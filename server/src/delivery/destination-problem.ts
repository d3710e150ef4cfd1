import { DestinationError } from './destination-error';
import { errors } from '../errors';

/** What a request asks to deliver to. */
interface Destination {
  /** The member of the request that names it. */
  readonly parameter: string;
  /** In the words of AWS's developer guide. */
  readonly name: string;
  readonly configuration: string;
  /** Before the code, where Kinesis refused; the texts about S3 have nothing there. */
  readonly refusal: string;
}

const DESTINATIONS = {
  S3: { parameter: 'S3ExportConfiguration', name: 'Amazon S3', configuration: 'S3 configuration', refusal: '' },
  Kinesis: { parameter: 'KinesisConfiguration', name: 'Kinesis Data Streams', configuration: 'Kinesis Data Streams', refusal: 'Response from Kinesis: ' },
} as const satisfies Readonly<Record<string, Destination>>;

/**
 * What a request is answered whose destination cannot be written. The beginnings of the first two texts are those of AWS's developer guide,
 * "Common errors for journal exports" and "Common errors for journal streams".
 */
export function destinationProblem(error: unknown, kind: keyof typeof DESTINATIONS, roleArn: string): unknown {
  if (!(error instanceof DestinationError)) {
    return error;
  }
  const { problem, service, code, message } = error;
  const { parameter: member, name, configuration, refusal } = DESTINATIONS[kind];
  const [parameter, from] = service === 'STS' ? ['RoleArn', ''] : [member, refusal];
  switch (problem) {
    case 'refused': return errors.invalidParameter(
      `QLDB encountered an error validating ${configuration}: ${from}${code} ${message}${service === 'STS' ? ` (when the role '${roleArn}' was assumed)` : ''}`, parameter);
    case 'unexpected': return errors.invalidParameter(
      `Unexpected response from ${name} while validating ${configuration}. Response from ${service}: ${code} ${message}`, parameter);
    case 'unreachable': return errors.unavailable(`${service} did not answer: ${code}: ${message}`, error);
    case 'no-credentials': return errors.unavailable(
      `the server needs AWS credentials of its own to assume the role '${roleArn}', as the environment variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY or another source of the AWS SDK: ${code}: ${message}`,
      error,
    );
  }
}
