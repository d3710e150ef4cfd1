import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startQldbServer, type QldbServer, type QldbServerOptions } from 'qldb-server';
import { CLIENTS, clientEnvironment } from './support/environment';
import { foreignTests } from './support/foreign-tests';
import { run } from './support/run';

jest.setTimeout(300_000);

const FOLDER = join(CLIENTS, 'java');
/** Where the set-up puts the driver with the SDK that it brings, and with the last SDK that has QLDB. */
const SDKS = [
  { title: 'the SDK it brings, the endpoint set on its client builder', folder: 'driver-sdk', properties: [] },
  { title: 'the last SDK with QLDB, the endpoint taken from the environment', folder: 'last-sdk', properties: ['-DsdkReadsEnvironment=true'] },
] as const;
const TESTS = ['DriverTest', 'IonTypesTest', 'VerificationTest'];
const EXPIRY = ['ExpiryTest'];

const fetched = SDKS.every(({ folder }) => existsSync(join(FOLDER, 'target', folder)));
if (!fetched) {
  console.warn('AWS\'s driver for Java is NOT TESTED: a JDK or Maven is missing, or Maven could not reach its repository (`npm test` says which)');
}

/** AWS's driver for Java, run by JUnit. */
(fetched ? describe : describe.skip)('the Java driver', () => {
  describe.each(SDKS)('with $title', ({ folder, properties }) => {
    const libraries = join(FOLDER, 'target', folder, '*');
    const classes = join(FOLDER, 'target', `classes-${folder}`);
    beforeAll(async () => {
      const sources = ['Run', 'Clients', ...TESTS, ...EXPIRY].map((name) => join(FOLDER, 'src', `${name}.java`));
      const { code, stderr } = await run('javac', ['--release', '17', '-d', classes, '-cp', libraries, ...sources], { env: process.env });
      if (code !== 0) {
        throw new Error(`the tests in Java do not compile\n${stderr}`);
      }
    });

    const inJava = (names: readonly string[], options: QldbServerOptions) => {
      let server: QldbServer;
      beforeAll(async () => {
        server = await startQldbServer(options);
      });
      afterAll(() => server.close());
      foreignTests({
        ids: names.flatMap(idsOf),
        command: 'java',
        args: ['-cp', `${libraries}:${classes}`, ...properties, 'Run', ...names],
        env: () => clientEnvironment(server.environment),
        title: (id) => id.replace('Test.', ' ').replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`),
      });
    };
    describe('and a server as it is', () => inJava(TESTS, { timings: { ledgerCreation: 0 } }));
    describe('and a server whose transactions last a second', () => inJava(EXPIRY, { timings: { ledgerCreation: 0, transactionTimeout: 1000 } }));
  });
});

/** The tests of a class, from its source. */
function idsOf(name: string): string[] {
  const source = readFileSync(join(FOLDER, 'src', `${name}.java`), 'utf8');
  return [...source.matchAll(/@Test\s+void (\w+)\(/g)].map((match) => `${name}.${match[1]}`);
}
