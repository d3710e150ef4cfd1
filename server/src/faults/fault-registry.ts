import { Fault, type FaultInput } from './fault';

/** A fault and what is left of it. */
export type ArmedFault = Fault & { readonly id: number };

/** So that a test that arms faults in a loop is noticed. */
const MAX_FAULTS = 1_000;

/** The faults that calls to this server meet. They are this process's own, and gone with it. */
export class FaultRegistry {
  private armed: readonly ArmedFault[] = [];
  private lastId = 0;

  /**
   * Arms a fault.
   *
   * @throws ZodError when the fault is not one
   */
  add(fault: FaultInput): ArmedFault {
    if (this.armed.length >= MAX_FAULTS) {
      throw new RangeError(`there are ${MAX_FAULTS} faults armed already; clear them first`);
    }
    this.lastId += 1;
    const added = { ...Fault.parse(fault), id: this.lastId };
    this.armed = [...this.armed, added];
    return added;
  }

  /** The faults that have not hit as often as they should. */
  list(): readonly ArmedFault[] {
    return this.armed;
  }

  /** Disarms every fault. */
  clear(): void {
    this.armed = [];
  }

  /** The faults that hit a call, under any of its names, each used up by one. */
  take(names: readonly string[]): readonly Fault[] {
    const hits: Fault[] = [];
    this.armed = this.armed.flatMap((fault) => {
      if (fault.operation !== '*' && !names.includes(fault.operation)) {
        return [fault];
      }
      if (fault.skip > 0) {
        return [{ ...fault, skip: fault.skip - 1 }];
      }
      hits.push(fault);
      return fault.times > 1 ? [{ ...fault, times: fault.times - 1 }] : [];
    });
    return hits;
  }
}
