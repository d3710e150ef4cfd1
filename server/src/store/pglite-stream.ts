import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';

/** Of the protocol's messages, the one that ends a connection. https://www.postgresql.org/docs/current/protocol-message-formats.html */
const TERMINATE = 'X'.charCodeAt(0);

/**
 * PGlite as the socket that PostgreSQL's driver writes to and reads from: PGlite speaks the protocol, so both engines have one client, and
 * statements are prepared once and sent whole, which takes a third of the time of PGlite's own way to run them.
 *
 * PGlite is one session: there may be one connection.
 */
export class PGliteStream extends Duplex {
  constructor(private readonly database: PGlite) {
    super();
  }

  /** As of a socket. */
  connect(): this {
    process.nextTick(() => this.emit('connect'));
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setKeepAlive(): this {
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  override _read(): void {
    // What there is to read comes as the answer to what is written.
  }

  override _write(messages: Buffer, _encoding: BufferEncoding, done: (error?: Error) => void): void {
    if (messages[0] === TERMINATE) {
      done();
      return;
    }
    this.database.execProtocolRaw(messages).then((answers) => {
      this.push(answers);
      done();
    }, done);
  }

  override _writev(chunks: ReadonlyArray<{ readonly chunk: Buffer }>, done: (error?: Error) => void): void {
    this._write(Buffer.concat(chunks.map(({ chunk }) => chunk)), 'binary', done);
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }
}
