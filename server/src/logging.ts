import { pino } from 'pino';

export const LOG_LEVELS = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Lines of JSON on stderr, each written before the next thing happens: what a crash had to say is not lost. */
export function createLogger(level: LogLevel) {
  return pino({ name: 'qldb-server', level }, pino.destination({ dest: 2, sync: true }));
}
