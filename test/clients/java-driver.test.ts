import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startQldbServer, type QldbServer, type QldbServerOptions } from 'qldb-server';
import { CLIENTS, clientEnvironment } from './support/environment';
import { foreignTests } from './support/foreign-tests';
import { run } from './support/run';

jest.setTimeout(600_000);

const FOLDER = join(CLIENTS, 'java');
/** Where the set-up puts the driver with the SDK that it brings, and with the last SDK that has QLDB. */
const OWN_SDK = join(FOLDER, 'target', 'driver-sdk');
const LAST_SDK = join(FOLDER, 'target', 'last-sdk');
/** Compiled once: programs that were made with the one SDK run with the other. */
const CLASSES = join(FOLDER, 'target', 'classes');
const TESTS = ['DriverTest', 'IonTypesTest', 'VerificationTest'];
const EXPIRY = ['ExpiryTest'];

const fetched = existsSync(OWN_SDK) && existsSync(LAST_SDK);
if (!fetched) {
  process.stderr.write('AWS\'s driver for Java is NOT TESTED: a JDK or Maven is missing, or Maven could not reach its repository (`npm test` says which)\n');
}

/** AWS's driver for Java, run by JUnit. */
(fetched ? describe : describe.skip)('the Java driver', () => {
  beforeAll(async () => {
    const sources = ['Run', 'Clients', ...TESTS, ...EXPIRY].map((name) => join(FOLDER, 'src', `${name}.java`));
    const { code, stderr } = await run('javac', ['--release', '17', '-d', CLASSES, '-cp', join(OWN_SDK, '*'), ...sources], { env: process.env });
    if (code !== 0) {
      throw new Error(`the tests in Java do not compile\n${stderr}`);
    }
  });

  describe('with the SDK it brings, the endpoint set on its client builder', () => {
    describe('and a server as it is', () => inJava(TESTS, OWN_SDK));
    describe('and a server whose transactions last a second', () => inJava(EXPIRY, OWN_SDK, { timings: { transactionTimeout: 1000 } }));
  });
  describe('with the last SDK that has QLDB, the endpoint taken from the environment', () => {
    inJava(['DriverTest', 'VerificationTest'], LAST_SDK, {}, ['-DsdkReadsEnvironment=true']);
  });
});

function inJava(names: readonly string[], libraries: string, options: QldbServerOptions = {}, properties: readonly string[] = []): void {
  let server: QldbServer;
  beforeAll(async () => {
    server = await startQldbServer(options);
  });
  afterAll(() => server.close());
  foreignTests({
    ids: names.flatMap(idsOf),
    command: 'java',
    // The tests take seconds: what the best code would bring is not worth its compilation.
    args: ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-cp', `${join(libraries, '*')}:${CLASSES}`, ...properties, 'Run', ...names],
    env: () => clientEnvironment(server.environment),
    title: (id) => id.replace('Test.', ' ').replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`),
  });
}

/** The tests of a class, from its source. */
function idsOf(name: string): string[] {
  const source = readFileSync(join(FOLDER, 'src', `${name}.java`), 'utf8');
  return [...source.matchAll(/@Test\s+void (\w+)\(/g)].map((match) => `${name}.${match[1]}`);
}
