// What has to be on the machine before anything can be installed.
import { run } from './steps.mjs';

const NODE = [20, 16];
const PYTHON = [3, 10];

/** Ends the process with everything that is missing and where to get it. */
export async function checkNeeds() {
  const problems = [...checkPlatform(), ...checkNode(), ...(await checkPython())];
  if (problems.length > 0) {
    console.error(`This machine lacks what the project needs:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    process.exit(1);
  }
}

function checkPlatform() {
  return process.platform === 'win32' ? ['Linux or macOS: on Windows, run this inside WSL (https://learn.microsoft.com/windows/wsl/install)'] : [];
}

function checkNode() {
  const version = process.versions.node.split('.').map(Number);
  return atLeast(version, NODE) ? [] : [`Node.js ${NODE.join('.')} or newer: this is ${process.version} (https://nodejs.org)`];
}

async function checkPython() {
  const probe = 'import sys, venv, ensurepip; print("%d.%d" % sys.version_info[:2])';
  const { code, output } = await run('python3', ['-c', probe]);
  if (code === 127) {
    return [`Python ${PYTHON.join('.')} or newer as \`python3\` for the local AWS services: none was found (https://www.python.org)`];
  }
  if (code !== 0) {
    return ['the modules venv and ensurepip of Python: on Debian and Ubuntu, `apt-get install python3-venv`'];
  }
  return atLeast(output.trim().split('.').map(Number), PYTHON) ? [] : [`Python ${PYTHON.join('.')} or newer as \`python3\`: this is ${output.trim()} (https://www.python.org)`];
}

function atLeast([major, minor], [needMajor, needMinor]) {
  return major > needMajor || (major === needMajor && minor >= needMinor);
}
