import { FALSE, NULL, TRUE } from '../../ion/value';
import type { BoolValue, NullValue, Value } from '../../ion/value';
import { PartiqlError } from '../error';
import type { Position } from '../error';
import { isUnknown } from '../values/equality';
import { typeName } from '../values/type-name';

/** A value as a condition: TRUE, FALSE, or NULL where it is unknown, as these very objects. */
export function truth(value: Value, at: Position): BoolValue | NullValue {
  if (value.kind === 'bool') {
    return value.value ? TRUE : FALSE;
  }
  if (isUnknown(value)) {
    return NULL;
  }
  throw new PartiqlError('Evaluator', `Expected boolean: a condition must be true or false, got ${typeName(value)}`, at);
}
