import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { errors } from '../errors';
import { errorBody } from './error-reply';

/** Answers what is not HTTP, or has headers beyond the limit, before the connection is closed. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const answer = errors.invalidParameter(`the request cannot be read: ${error.message}`);
  const body = JSON.stringify(errorBody(answer));
  socket.end([
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `x-amzn-errortype: ${answer.name}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n'));
}
