/** Numbers that look random and are the same for the same seed (mulberry32 of Tommy Ettinger, which is in the public domain). */
export class SeededRandom {
  constructor(private state: number) {}

  /** From 0 to below 1. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), bits | 61)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
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
    return new SeededRandom(this.below(2 ** 31));
  }
}

/** The seed of a test run: the one that is asked for, or a new one. */
export function testSeed(): number {
  return Number(process.env.QLDB_TEST_SEED ?? Date.now() % 1_000_000_007);
}
