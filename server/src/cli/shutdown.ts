import type { QldbServer } from '../server';

/** Ends the process cleanly on SIGTERM and SIGINT; a second signal ends it at once. */
export function closeOnSignal(server: QldbServer, onError: (error: Error) => void): void {
  let closing = false;
  const close = (signal: NodeJS.Signals) => {
    if (closing) {
      process.exit(signal === 'SIGINT' ? 130 : 143);
    }
    closing = true;
    server.close().then(() => process.exit(0), (error: Error) => {
      onError(error);
      process.exit(1);
    });
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
}
