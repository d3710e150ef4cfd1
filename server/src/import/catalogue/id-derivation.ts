import { createHash } from 'node:crypto';
import type { Place } from './catalogue-event';
import { idOf } from '../../ids';

/** Ids for what no block has the id of: the same for the same journal, whenever and however often it is read. */
export class IdDerivation {
  private readonly taken: Set<string>;

  /** @param known ids that the journal has */
  constructor(private readonly strandId: string, known: readonly string[]) {
    this.taken = new Set(known);
  }

  derive(kind: 'table' | 'index', name: string, at: Place): string {
    for (let attempt = 0; ; attempt += 1) {
      const origin = JSON.stringify([this.strandId, kind, name, at.block, at.statement, attempt]);
      const id = idOf(createHash('sha256').update(origin).digest());
      if (!this.taken.has(id)) {
        this.taken.add(id);
        return id;
      }
    }
  }
}
