import type { Reading } from './reading';

/** How a reading may go on at some statement. Nothing is done before it is taken, because most ways never are. */
export class Way {
  /**
   * @param reading stays as it is: there may be other ways on from it
   * @param doubt that it adds
   */
  constructor(private readonly reading: Reading, private readonly added: number, private readonly follow: (reading: Reading) => void) {}

  get doubt(): number {
    return this.reading.doubt + this.added;
  }

  take(): Reading {
    const reading = this.reading.copy();
    reading.addDoubt(this.added);
    this.follow(reading);
    return reading;
  }
}
