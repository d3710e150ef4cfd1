/** Writes one step as one line of JSON. */
export type Log = (message: string, details?: Readonly<Record<string, unknown>>) => void;

/**
 * @param secrets texts that no line may contain, such as the URL that CloudFormation is answered at: who has it can
 *   answer in the function's stead
 */
export function jsonLog(write: (line: string) => void, context: Readonly<Record<string, unknown>>, secrets: readonly string[]): Log {
  return (message, details = {}) => {
    const line = JSON.stringify({ message, ...details, ...context }, (_key, value: unknown) => value instanceof Error ? errorDetails(value) : value);
    write(secrets.filter((secret) => secret !== '').reduce((text, secret) => text.replaceAll(secret, '<hidden>'), line));
  };
}

function errorDetails(error: Error): object {
  return { name: error.name, message: error.message, stack: error.stack, ...error.cause !== undefined && { cause: error.cause } };
}
