import type { Compilation } from './compilation';
import { compileIn } from './compilation';
import { compileOperand } from './subquery';
import { truth } from './truth';
import type { Evaluate } from './unit';
import { NULL, TRUE, struct } from '../../ion/value';
import type { Field } from '../../ion/value';
import type { Case, Collection, Struct } from '../ast';
import { equals, isText, isUnknown } from '../values/equality';

export function compileCollection({ kind, elements }: Collection, compilation: Compilation): Evaluate {
  const compiled = elements.map((element) => compileIn(compilation, element));
  return (frame, hoisted) => ({ kind, elements: compiled.map((element) => element(frame, hoisted)) });
}

/** Fields that are MISSING, and fields whose name is no text, are left out. */
export function compileStruct({ fields }: Struct, compilation: Compilation): Evaluate {
  const compiled = fields.map(({ name, value }) => ({ name: compileIn(compilation, name), value: compileIn(compilation, value) }));
  return (frame, hoisted) => {
    const present: Field[] = [];
    for (const field of compiled) {
      const name = field.name(frame, hoisted);
      const value = field.value(frame, hoisted);
      if (isText(name) && value.kind !== 'missing') {
        present.push({ name: name.value, value });
      }
    }
    return struct(present);
  };
}

/** The first branch that fits; an unknown condition, or an unknown on either side of `CASE x WHEN y`, does not fit. */
export function compileCase({ operand, branches, otherwise }: Case, compilation: Compilation): Evaluate {
  const subject = operand === undefined ? undefined : compileOperand(operand, compilation);
  const compiled = branches.map(({ when, then }) => ({
    when: compileOperand(when, compilation), at: when.at, then: compileIn(compilation, then),
  }));
  const last = otherwise === undefined ? () => NULL : compileIn(compilation, otherwise);
  return (frame, hoisted) => {
    const value = subject?.(frame, hoisted);
    const branch = compiled.find(({ when, at }) => {
      const against = when(frame, hoisted);
      return value === undefined ? truth(against, at) === TRUE : !isUnknown(value) && !isUnknown(against) && equals(value, against);
    });
    return (branch?.then ?? last)(frame, hoisted);
  };
}
