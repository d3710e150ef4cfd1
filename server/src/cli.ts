import { parseArguments, UsageError } from './cli/arguments';
import { serverOptions } from './cli/configuration';
import { helpText } from './cli/help';
import { closeOnSignal } from './cli/shutdown';
import { runVerify } from './cli/verify/run-verify';
import { version } from './version';

/** Exit codes: 2 when the command line is wrong, 1 when the server cannot start or stop. `verify` has its own. */
const EXIT = { failure: 1, usage: 2 } as const;

/** The program `qldb-server`. */
export function runCli(): void {
  run(process.argv.slice(2)).catch((error: Error) => {
    const usage = error instanceof UsageError;
    process.stderr.write(`${error.message.split('\n').map((line) => `qldb-server: ${line}`).join('\n')}\n`);
    if (usage) {
      process.stderr.write(`qldb-server: ${process.argv[2] === 'verify' ? 'verify ' : ''}--help lists the flags\n`);
    }
    process.exit(usage ? EXIT.usage : EXIT.failure);
  });
}

async function run(argv: readonly string[]): Promise<void> {
  if (argv[0] === 'verify') {
    process.exitCode = await runVerify(argv.slice(1));
    return;
  }
  const args = parseArguments(argv);
  if (args.help) {
    process.stdout.write(helpText());
    return;
  }
  if (args.version) {
    process.stdout.write(`${version}\n`);
    return;
  }
  const options = serverOptions(args, process.env);
  // Loaded only now: `verify` needs nothing of it.
  const [{ startQldbServer }, { startUpText }] = await Promise.all([import('./server.js'), import('./cli/start-up-text.js')]);
  const server = await startQldbServer(options);
  closeOnSignal(server, (error) => process.stderr.write(`qldb-server: ${error.message}\n`));
  process.stdout.write(startUpText(server, options, version));
}
