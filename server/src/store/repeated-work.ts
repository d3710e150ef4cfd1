/** Work that is done again and again, an interval after it ended. It does not keep the process alive. */
export class RepeatedWork {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private ended = false;

  /** `work` must never reject: what fails is tried again after the interval. */
  constructor(private readonly work: () => Promise<void>, private readonly intervalMilliseconds: number) {
    this.schedule();
  }

  get stopped(): boolean {
    return this.ended;
  }

  /** Stops, and waits for the work under way. */
  async stop(): Promise<void> {
    this.ended = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private schedule(): void {
    if (!this.ended) {
      this.timer = setTimeout(() => {
        this.running = this.work().finally(() => this.schedule());
      }, this.intervalMilliseconds).unref();
    }
  }
}
