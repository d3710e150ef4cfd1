import { tooManyRequests } from './session-errors';

/** Requests of one session that may wait: more than any driver sends at once. */
const MAX_WAITING = 100;

interface Line {
  tail: Promise<unknown>;
  length: number;
}

/** Serves the requests of one session one after the other, in the order of their arrival: the Java driver fetches pages from a second thread. */
export class SessionQueue {
  private readonly lines = new Map<string, Line>();

  /** @throws ServiceError CapacityExceededException when too many requests wait already */
  async run<T>(session: string, work: () => Promise<T>): Promise<T> {
    const line = this.lines.get(session) ?? { tail: Promise.resolve(), length: 0 };
    if (line.length >= MAX_WAITING) {
      throw tooManyRequests();
    }
    this.lines.set(session, line);
    line.length += 1;
    const result = line.tail.then(work, work);
    line.tail = result;
    try {
      return await result;
    } finally {
      line.length -= 1;
      if (line.length === 0) {
        this.lines.delete(session);
      }
    }
  }
}
