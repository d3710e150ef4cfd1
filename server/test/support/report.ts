/** A line that tells what a test has done: how much there was of it, and from which seed. Not `console.log`, to which jest adds a page. */
export function report(line: string): void {
  process.stderr.write(`  ${line}\n`);
}
