/** Of which names of tables it is known whether a table of that name is active. */
export class NameKnowledge {
  /** @param lateStart the journal has blocks before the first one that is there, so that at first nothing is known */
  static at(lateStart: boolean): NameKnowledge {
    return new NameKnowledge(lateStart, new Set(), new Set());
  }

  private constructor(private readonly lateStart: boolean, private readonly told: Set<string>, private readonly doubted: Set<string>) {}

  copy(): NameKnowledge {
    return new NameKnowledge(this.lateStart, new Set(this.told), new Set(this.doubted));
  }

  /** There may be an active table of that name which no block told of. */
  mayBeThere(name: string): boolean {
    return this.doubted.has(name) || (this.lateStart && !this.told.has(name));
  }

  tell(name: string): void {
    this.told.add(name);
    this.doubted.delete(name);
  }

  /** A statement that is not understood may have been about a table whose name stands in it. */
  doubt(text: string): void {
    for (const name of text.match(/[A-Za-z_][A-Za-z0-9_]*/g) ?? []) {
      this.doubted.add(name);
    }
  }
}
