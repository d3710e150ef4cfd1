import { z } from 'zod';
import { operationNames } from '../http/operations';

const target = {
  /** The operation it hits, `*` for each. */
  operation: z.enum([...operationNames, '*']),
  /** How many calls it hits before it is over. */
  times: z.int().min(1).default(1),
  /** How many calls pass before the first that it hits. */
  skip: z.int().min(0).default(0),
};

/** Something that is to go wrong, on purpose. */
export const Fault = z.discriminatedUnion('kind', [
  /** The call fails without having had an effect. */
  z.strictObject({
    ...target,
    kind: z.literal('error'),
    error: z.string().regex(/^[A-Za-z]{1,100}$/),
    status: z.int().min(400).max(599).optional(),
    message: z.string().optional(),
  }),
  /** The call takes longer. */
  z.strictObject({ ...target, kind: z.literal('latency'), milliseconds: z.int().min(0).max(600_000) }),
  /** The call has its effect, and the connection breaks before the answer. */
  z.strictObject({ ...target, kind: z.literal('drop') }),
]);

export type Fault = z.output<typeof Fault>;

/** As given: `times` is 1 and `skip` is 0 unless said otherwise. */
export type FaultInput = z.input<typeof Fault>;
