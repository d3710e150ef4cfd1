const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MILLISECONDS = 80;

export interface StepResult {
  readonly title: string;
  readonly milliseconds: number;
}

/**
 * Says what goes on while it goes on: on a terminal one line that moves, elsewhere a line for each thing that happened.
 */
export class Progress {
  /** Steps that have succeeded, in order. */
  public readonly results: StepResult[] = [];
  private readonly started = Date.now();

  constructor(private readonly output: NodeJS.WriteStream = process.stdout) {}

  /** Milliseconds since this progress began. */
  public get elapsed(): number {
    return Date.now() - this.started;
  }

  /** Prints a line by itself. */
  public line(text = ''): void {
    this.output.write(`${text}\n`);
  }

  /** Runs one step; `report` tells what it is doing right now. */
  public async step<T>(title: string, work: (report: (detail: string) => void) => Promise<T>): Promise<T> {
    const started = Date.now();
    const spinner = this.output.isTTY ? new Spinner(this.output, title, started) : undefined;
    if (!spinner) {
      this.line(`· ${title}`);
    }
    try {
      const value = await work((detail) => (spinner ? spinner.detail(detail) : this.line(`    ${detail}`)));
      spinner?.clear();
      this.results.push({ title, milliseconds: Date.now() - started });
      this.line(`${this.mark('✓', '32')} ${title} ${this.dim(`(${seconds(Date.now() - started)})`)}`);
      return value;
    } catch (error) {
      spinner?.clear();
      this.line(`${this.mark('✗', '31')} ${title} ${this.dim(`(${seconds(Date.now() - started)})`)}`);
      throw error;
    }
  }

  public dim(text: string): string {
    return this.output.isTTY ? `\u001b[2m${text}\u001b[0m` : text;
  }

  public bold(text: string): string {
    return this.output.isTTY ? `\u001b[1m${text}\u001b[0m` : text;
  }

  private mark(sign: string, colour: string): string {
    return this.output.isTTY ? `\u001b[${colour}m${sign}\u001b[0m` : sign;
  }
}

/** `12.3 s`. */
export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

class Spinner {
  private readonly timer: NodeJS.Timeout;
  private text = '';
  private frame = 0;

  constructor(
    private readonly output: NodeJS.WriteStream,
    private readonly title: string,
    private readonly started: number,
  ) {
    this.timer = setInterval(() => this.draw(), FRAME_MILLISECONDS);
  }

  public detail(text: string): void {
    this.text = text;
  }

  public clear(): void {
    clearInterval(this.timer);
    this.output.write('\r\u001b[K');
  }

  private draw(): void {
    const head = `${FRAMES[this.frame++ % FRAMES.length]} ${this.title} ${seconds(Date.now() - this.started)}  `;
    const room = Math.max(0, (this.output.columns ?? 80) - head.length - 1);
    this.output.write(`\r\u001b[K${head}\u001b[2m${this.text.slice(0, room)}\u001b[0m`);
  }
}
