import type { Clock } from '../../../lambda/custom-resource/clock';

/** Time that passes only while someone sleeps. */
export class VirtualClock implements Clock {
  private time = Date.UTC(2026, 0, 1);

  constructor(readonly random: () => number = () => 0.5) {}

  now = (): number => this.time;

  sleep = async (milliseconds: number): Promise<void> => {
    this.time += Math.max(milliseconds, 0);
  };

  advance(milliseconds: number): void {
    this.time += milliseconds;
  }
}
