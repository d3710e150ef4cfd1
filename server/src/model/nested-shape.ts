import { readInput, type Input, type Parameters } from './parameters';
import { isObject, type Shape } from './shape';

/** A JSON object with members of its own, all given with the source `body`. Problems are those of the member that holds the object. */
export function nestedShape<P extends Parameters>(members: P): Shape<Input<P>> {
  return {
    read(value, parameter, report) {
      if (!isObject(value)) {
        return void report({ parameter, message: `'${parameter}' must be an object with the members ${Object.keys(members).join(', ')}` });
      }
      const { input, problems } = readInput(members, { path: {}, query: {}, body: value });
      for (const { parameter: member, message } of problems) {
        report({ parameter, message: message.replace(`'${member}`, `'${parameter}.${member}`) });
      }
      return problems.length === 0 ? input : undefined;
    },
  };
}
