/** Bytes that have arrived and were not taken yet. What was taken stays as it is: nothing is ever moved or overwritten. */
export class ByteQueue {
  private buffer: Buffer = Buffer.alloc(0);
  private start = 0;
  private end = 0;
  /** Whether the rest of the buffer is free to be written into. */
  private owned = false;

  get length(): number {
    return this.end - this.start;
  }

  append(chunk: Buffer): void {
    if (this.length === 0) {
      this.set(chunk, 0, chunk.length, false);
      return;
    }
    if (!this.owned || this.end + chunk.length > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.length * 2, this.length + chunk.length));
      this.buffer.copy(larger, 0, this.start, this.end);
      this.set(larger, 0, this.length, true);
    }
    chunk.copy(this.buffer, this.end);
    this.end += chunk.length;
  }

  /** What is there, without taking it. */
  view(): Buffer {
    return this.buffer.subarray(this.start, this.end);
  }

  take(count: number): Buffer {
    const taken = this.buffer.subarray(this.start, this.start + count);
    this.start += taken.length;
    return taken;
  }

  private set(buffer: Buffer, start: number, end: number, owned: boolean): void {
    this.buffer = buffer;
    this.start = start;
    this.end = end;
    this.owned = owned;
  }
}
