import type { FromPlan, Level } from './compile-from';
import { pass } from './conditions';
import { bind } from './frame';
import type { Frame } from './frame';
import type { Statement } from './statement';

const MAXIMUM_BATCH = 256;

/**
 * The rows that pass FROM and WHERE: nested loops, a generator for each source.
 *
 * Frames go in batches, because a promise for each costs more than the frame. Batches begin with one and grow, so that who needs only the
 * first row causes little more reading.
 */
export async function* framesOf(plan: FromPlan, outer: Frame, statement: Statement): AsyncGenerator<readonly Frame[]> {
  const first = await pass(plan.before, { outer, rows: [] }, plan.levels.length === 0);
  if (first === undefined) {
    return;
  }
  const last = plan.levels.length - 1;
  let frames = single(first);
  for (const [index, level] of plan.levels.entries()) {
    frames = extend(level, frames, index === last, statement);
  }
  for await (const batch of frames) {
    for (const { postponed } of batch) {
      if (postponed !== undefined) {
        throw postponed;
      }
    }
    yield batch;
  }
}

async function* single(frame: Frame): AsyncGenerator<readonly Frame[]> {
  yield [frame];
}

async function* extend(
  level: Level, input: AsyncIterable<readonly Frame[]>, last: boolean, statement: Statement,
): AsyncGenerator<readonly Frame[]> {
  const { reader, conditions } = level;
  let size = 1;
  let batch: Frame[] = [];
  for await (const frames of input) {
    await reader.prepare?.(frames);
    for (const frame of frames) {
      for await (const rows of reader.read(frame)) {
        for (const bound of rows) {
          const pause = statement.step();
          if (pause !== undefined) {
            await pause;
          }
          statement.readIos += reader.stored ? 1 : 0;
          const passed = pass(conditions, bind(frame, bound), last);
          const extended = passed instanceof Promise ? await passed : passed;
          if (extended !== undefined) {
            batch.push(extended);
          }
          if (batch.length === size) {
            yield batch;
            batch = [];
            size = Math.min(size * 2, MAXIMUM_BATCH);
          }
        }
      }
    }
    if (batch.length > 0) {
      yield batch;
      batch = [];
    }
  }
}
