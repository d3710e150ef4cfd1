import { hash } from 'node:crypto';

/** Numbers that look random and are the same for the same seed. */
export class SeededRandom {
  private drawn = 0;

  constructor(private readonly seed: number | string) {}

  /** From 0 to below 1. */
  next(): number {
    this.drawn += 1;
    return hash('sha256', `${this.seed}/${this.drawn}`, 'buffer').readUInt32BE(0) / 2 ** 32;
  }

  /** From 0 to below `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  chance(share: number): boolean {
    return this.next() < share;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  /** Another sequence that depends on this one. */
  fork(): SeededRandom {
    return new SeededRandom(`${this.seed}/${this.drawn}/fork-${this.below(2 ** 31)}`);
  }
}

/** The seed of a test run: the one that is asked for, or a new one. */
export function testSeed(): number {
  return Number(process.env.QLDB_TEST_SEED ?? Date.now() % 1_000_000_007);
}
