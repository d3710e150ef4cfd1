import { deserialize, serialize } from 'node:v8';
import type { MessagePort, Worker } from 'node:worker_threads';
import type { StorageOptions } from '../../store/open-store';
import type { ImportTarget } from '../import-target';

/** What the thread is started with. */
export interface ThreadOptions {
  readonly storage: StorageOptions;
  readonly accountId: string;
  readonly region: string;
}

/** A method of the target that is to be called. */
export interface Call {
  readonly method: keyof ImportTarget | 'close';
  readonly parameters: readonly unknown[];
}

export type Message =
  /** How the oldest call that has no answer yet went. */
  | { readonly kind: 'returned'; readonly value: unknown }
  | { readonly kind: 'thrown'; readonly message: string; readonly isInputError: boolean }
  /** Something went wrong that no call could tell. */
  | { readonly kind: 'problem'; readonly message: string };

/** Sends plain data, and moves their bytes instead of copying them. Unlike structured cloning alone, this keeps Buffers what they are. */
export function send(port: MessagePort | Worker, data: Call | Message): void {
  const bytes = serialize(data);
  port.postMessage(bytes, bytes.byteLength === bytes.buffer.byteLength ? [bytes.buffer as ArrayBuffer] : []);
}

export function received<T extends Call | Message>(bytes: Uint8Array): T {
  return deserialize(bytes) as T;
}
