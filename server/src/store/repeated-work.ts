/** Work that is done again and again, an interval after it ended. It does not keep the process alive. */
export class RepeatedWork {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private ended = false;

  /** `work` must never reject: what fails is tried again after the interval. */
  constructor(private readonly work: () => Promise<void>, private readonly intervalMilliseconds: number) {
    this.schedule();
  }

  get stopped(): boolean {
    return this.ended;
  }

  /** There is something to do: it is done at once, or as soon as the work under way has ended. */
  nudge(): void {
    if (this.running) {
      this.again = true;
    } else if (!this.ended) {
      clearTimeout(this.timer);
      this.start();
    }
  }

  /** Stops, and waits for the work under way. */
  async stop(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(): void {
    if (!this.ended) {
      this.timer = setTimeout(() => this.start(), this.intervalMilliseconds).unref();
    }
  }

  private start(): void {
    this.again = false;
    this.running = this.work().finally(() => {
      this.running = undefined;
      if (this.again) {
        this.nudge();
      } else {
        this.schedule();
      }
    });
  }
}
