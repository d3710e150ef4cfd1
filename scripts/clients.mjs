// What the suite `clients` runs: AWS's own clients, in environments of their own.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY, run, seconds, step, unlessDone } from './steps.mjs';

const PYTHON = { requirements: 'test/clients/python/requirements.txt', folder: '.venv-clients' };
const JAVA = { project: 'test/clients/java/pom.xml', folder: 'test/clients/java/target' };
const COPY = ['-q', '-B', '-f', JAVA.project, 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'];
/** What Maven says of a repository that it cannot reach, apart from what it says of one that has not what is asked for. */
const UNREACHABLE = /Unknown host|Connection refused|Connection timed out|Connect timed out|Network is unreachable|No route to host|Name or service not known|Temporary failure in name resolution|offline mode/i;

export async function installClients() {
  await unlessDone('clients-python', [PYTHON.requirements], [`${PYTHON.folder}/bin/aws`], async () => {
    await step('creating a Python environment for AWS\'s clients', 'python3', ['-m', 'venv', '--clear', PYTHON.folder]);
    await step('installing AWS\'s clients for Python', `${PYTHON.folder}/bin/python`,
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', PYTHON.requirements]);
  });
  await unlessDone('clients-java', [JAVA.project], [`${JAVA.folder}/driver-sdk`, `${JAVA.folder}/last-sdk`], fetchJava);
}

/** Java is not asked of everyone who tests: without it, or without a way to its packages, the suite says so and skips. */
async function fetchJava() {
  const started = Date.now();
  rmSync(join(REPOSITORY, JAVA.folder), { recursive: true, force: true });
  process.stdout.write('· fetching AWS\'s driver for Java … ');
  const missing = await missingTool();
  const reason = missing ? `\`${missing}\` was not found` : await fetchLibraries();
  process.stdout.write(reason ? `skipped\n\n!! AWS's driver for Java is NOT TESTED: ${reason}\n\n` : `${seconds(started)}\n`);
}

async function missingTool() {
  for (const [tool, version] of [['java', '-version'], ['javac', '-version'], ['mvn', '--version']]) {
    if ((await run(tool, [version])).code !== 0) {
      return tool;
    }
  }
  return undefined;
}

async function fetchLibraries() {
  for (const [folder, ...profile] of [['driver-sdk'], ['last-sdk', '-P', 'last-sdk']]) {
    const { code, output } = await run('mvn', [...COPY, ...profile, `-DoutputDirectory=target/${folder}`]);
    if (code !== 0 && UNREACHABLE.test(output)) {
      return 'Maven cannot reach its repository';
    }
    if (code !== 0) {
      process.stdout.write(`failed\n\n${output}\n`);
      process.exit(1);
    }
  }
  return undefined;
}
