// What the suite `clients` runs: AWS's own clients, in environments of their own.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makePythonEnvironment, REPOSITORY, run, seconds, step, unlessDone } from './steps.mjs';

const PYTHON = { requirements: 'test/clients/python/requirements.txt', folder: '.venv-clients' };
const JAVA = { project: 'test/clients/java/pom.xml', folder: 'test/clients/java/target' };
const COPY = ['-q', '-B', '-f', JAVA.project, 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'];
const GO = {
  folder: 'test/clients/go',
  ready: 'test/clients/go/target/ready',
  packages: ['github.com/awslabs/amazon-qldb-driver-go/v3/qldbdriver', 'github.com/aws/aws-sdk-go-v2/config', 'github.com/aws/aws-sdk-go-v2/service/qldb'],
};
/** What Maven and Go say of a repository that they cannot reach, or that keeps a package from them. */
const UNREACHABLE = new RegExp([
  'Unknown host', 'Connection refused', 'timed out', 'Network is unreachable', 'No route to host', 'Name or service not known', 'no such host',
  'Temporary failure in name resolution', 'i/o timeout', '403 Forbidden', 'offline mode', 'proxyconnect',
].join('|'), 'i');

export async function installClients() {
  await unlessDone('clients-python', [PYTHON.requirements], [`${PYTHON.folder}/bin/aws`], async () => {
    await makePythonEnvironment('creating a Python environment for AWS\'s clients', PYTHON.folder);
    await step('installing AWS\'s clients for Python', `${PYTHON.folder}/bin/python`,
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', PYTHON.requirements]);
  });
  await unlessDone('clients-java', [JAVA.project], [`${JAVA.folder}/driver-sdk`, `${JAVA.folder}/last-sdk`], () => fetchIfPossible('Java', [
    // The tests are of Java 17.
    ['java', '-version'], ['javac', '--release', '17', '-version'], ['mvn', '--version'],
  ], fetchJava));
  await unlessDone('clients-go', [`${GO.folder}/go.mod`, `${GO.folder}/go.sum`], [GO.ready], () => fetchIfPossible('Go', [['go', 'version']], fetchGo));
}

/** Java and Go are not asked of everyone who tests: without them, or without a way to their packages, the suite says so and skips. */
async function fetchIfPossible(language, tools, fetch) {
  const started = Date.now();
  process.stdout.write(`· fetching AWS's driver for ${language} … `);
  const missing = await firstMissing(tools);
  const reason = missing ? `\`${missing}\` does not work here` : await fetch();
  process.stdout.write(reason ? `skipped\n\n!! AWS's driver for ${language} is NOT TESTED: ${reason}\n\n` : `${seconds(started)}\n`);
}

async function firstMissing(tools) {
  for (const [tool, ...args] of tools) {
    if ((await run(tool, args)).code !== 0) {
      return [tool, ...args].join(' ');
    }
  }
  return undefined;
}

async function fetchJava() {
  rmSync(join(REPOSITORY, JAVA.folder), { recursive: true, force: true });
  return whyNot(await run('mvn', [...COPY, '-DoutputDirectory=target/driver-sdk']))
    ?? whyNot(await run('mvn', [...COPY, '-P', 'last-sdk', '-DoutputDirectory=target/last-sdk']));
}

/** What the tests import is compiled as well, so that the suite need not. */
async function fetchGo() {
  const reason = whyNot(await run('go', ['build', ...GO.packages], { cwd: join(REPOSITORY, GO.folder), env: { GOTOOLCHAIN: 'local' } }));
  if (!reason) {
    mkdirSync(dirname(join(REPOSITORY, GO.ready)), { recursive: true });
    writeFileSync(join(REPOSITORY, GO.ready), '');
  }
  return reason;
}

/** Why a package could not be fetched; ends the process where that has another cause than the way to its repository. */
function whyNot({ code, output }) {
  if (code === 0) {
    return undefined;
  }
  if (!UNREACHABLE.test(output)) {
    process.stdout.write(`failed\n\n${output}\n`);
    process.exit(1);
  }
  return 'the repository of its packages cannot be reached';
}
