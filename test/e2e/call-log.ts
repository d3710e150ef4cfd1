import type { QldbServerOptions } from 'qldb-server';

type Logger = NonNullable<QldbServerOptions['logger']>;

/** A call that `qldb-server` has answered. */
export interface Call {
  readonly operation: string;
  readonly path: string;
  /** What it was refused with. */
  readonly error?: string;
}

/** A logger for `qldb-server` that keeps the calls, in the order of their answers. */
export function callLogger(calls: Call[]): Logger {
  const ignore = () => undefined;
  const logger: Logger = {
    level: 'info',
    silent: ignore, fatal: ignore, error: ignore, warn: ignore, debug: ignore, trace: ignore,
    info: (entry: unknown) => {
      const { operation, path, error } = entry as Partial<Call>;
      if (operation !== undefined && path !== undefined) {
        calls.push({ operation, path, error });
      }
    },
    child: () => logger,
  };
  return logger;
}
