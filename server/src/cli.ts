import { parseArguments, UsageError } from './cli/arguments';
import { serverOptions } from './cli/configuration';
import { helpText } from './cli/help';
import { closeOnSignal } from './cli/shutdown';
import { version } from './version';

/** Exit codes: 2 when the command line is wrong, 1 when the server cannot start or stop. Commands have their own. */
const EXIT = { failure: 1, usage: 2 } as const;

/** What it does besides running a server: each answers with its exit code. The code of one is loaded when it is asked for. */
const COMMANDS: Readonly<Record<string, (argv: readonly string[]) => Promise<number>>> = {
  verify: async (argv) => (await import('./cli/verify/run-verify.js')).runVerify(argv),
  import: async (argv) => (await import('./cli/import/run-import.js')).runImport(argv),
};

/** The program `qldb-server`. */
export function runCli(): void {
  run(process.argv.slice(2)).catch((error: Error) => {
    const usage = error instanceof UsageError;
    process.stderr.write(`${error.message.split('\n').map((line) => `qldb-server: ${line}`).join('\n')}\n`);
    if (usage) {
      process.stderr.write(`qldb-server: ${commandOf(process.argv[2]) ? `${process.argv[2]} ` : ''}--help lists the flags\n`);
    }
    process.exit(usage ? EXIT.usage : EXIT.failure);
  });
}

async function run(argv: readonly string[]): Promise<void> {
  const command = commandOf(argv[0]);
  if (command) {
    process.exitCode = await command(argv.slice(1));
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
  // Loaded only now: commands need nothing of it.
  const [{ startQldbServer }, { startUpText }] = await Promise.all([import('./server.js'), import('./cli/start-up-text.js')]);
  const server = await startQldbServer(options);
  closeOnSignal(server, (error) => process.stderr.write(`qldb-server: ${error.message}\n`));
  process.stdout.write(startUpText(server, options, version));
}

function commandOf(name: string | undefined): (typeof COMMANDS)[string] | undefined {
  return name !== undefined && Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
}
