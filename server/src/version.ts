import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The version in package.json, which lies one level above both `src` and `lib`. */
export const version: string = readVersion();

function readVersion(): string {
  const content: unknown = JSON.parse(readFileSync(join(__dirname, '..', 'package.json'), 'utf8'));
  return typeof content === 'object' && content !== null && 'version' in content ? String(content.version) : 'unknown';
}
