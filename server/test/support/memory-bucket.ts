import type { ObjectDestination } from '../../src/delivery/aws/s3-destination';

/** A bucket in memory. What it does with each object before and after it is there can be said. */
export class MemoryBucket {
  readonly objects = new Map<string, Buffer>();
  /** Keys in the order in which they were written, more than once where that was so. */
  readonly puts: string[] = [];

  destination(hooks: { readonly before?: (key: string) => Promise<void> | void; readonly after?: (key: string) => void } = {}): ObjectDestination {
    return {
      put: async ({ key, body }) => {
        await hooks.before?.(key);
        this.objects.set(key, Buffer.from(body));
        this.puts.push(key);
        hooks.after?.(key);
      },
      close: () => undefined,
    };
  }

  read(key: string): Buffer {
    const body = this.objects.get(key);
    if (!body) {
      throw new Error(`there is no object '${key}'`);
    }
    return body;
  }
}
