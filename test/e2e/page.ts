import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A page of the documentation whose examples are run as they stand there. */
export class Page {
  public readonly text: string;

  /** @param path relative to the repository */
  constructor(private readonly path: string) {
    this.text = readFileSync(join(__dirname, '..', '..', path), 'utf8');
  }

  /** A block of code below a heading, of whatever level: the first of its language, or the one with that number. */
  public block(heading: string, language: string, number = 0): string {
    const section = this.text.split(/^#+ /m).find((part) => part.startsWith(`${heading}\n`));
    const found = [...(section ?? '').matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))][number]?.[1];
    if (found === undefined) {
      throw new Error(`${this.path} has no block ${number} of ${language} below '${heading}'`);
    }
    return found;
  }
}
