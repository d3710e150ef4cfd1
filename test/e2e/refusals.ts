import type { QldbServerOptions } from 'qldb-server';

type Logger = NonNullable<QldbServerOptions['logger']>;

/** A logger for `qldb-server` that keeps which calls were refused, as `<operation> <error>`. */
export function refusalsLogger(refusals: string[]): Logger {
  const ignore = () => undefined;
  const logger: Logger = {
    level: 'info',
    silent: ignore, fatal: ignore, error: ignore, warn: ignore, debug: ignore, trace: ignore,
    info: (entry: unknown) => {
      const { operation, error } = entry as { readonly operation?: string; readonly error?: string };
      if (operation !== undefined && error !== undefined) {
        refusals.push(`${operation} ${error}`);
      }
    },
    child: () => logger,
  };
  return logger;
}
