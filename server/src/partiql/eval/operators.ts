import type { Compilation } from './compilation';
import type { Frame } from './frame';
import { compileOperand, compileCollectionOperand } from './subquery';
import { truth } from './truth';
import { locate, located } from './unit';
import type { Evaluate, Outcome } from './unit';
import { FALSE, NULL, TRUE, bool } from '../../ion/value';
import type { Value } from '../../ion/value';
import type { Between, Binary, BinaryOperator, In, Like, Unary } from '../ast';
import type { Position } from '../error';
import { add, concat, divide, modulo, multiply, negate, plus, subtract } from '../values/arithmetic';
import { compare } from '../values/compare';
import { equals, isText, isUnknown } from '../values/equality';
import { like, likeMatcher } from '../values/like';

type Operation = (left: Value, right: Value) => Value;

/** An operator given NULL or MISSING gives NULL: the implementation QLDB ran did not tell the two apart here. */
function known(operation: Operation): Operation {
  return (left, right) => isUnknown(left) || isUnknown(right) ? NULL : operation(left, right);
}

const OPERATIONS: Readonly<Record<Exclude<BinaryOperator, 'and' | 'or'>, Operation>> = {
  '+': known(add),
  '-': known(subtract),
  '*': known(multiply),
  '/': known(divide),
  '%': known(modulo),
  '||': known(concat),
  '=': known((left, right) => bool(equals(left, right))),
  '<>': known((left, right) => bool(!equals(left, right))),
  '<': known((left, right) => bool(compare(left, right) < 0)),
  '<=': known((left, right) => bool(compare(left, right) <= 0)),
  '>': known((left, right) => bool(compare(left, right) > 0)),
  '>=': known((left, right) => bool(compare(left, right) >= 0)),
};

type Continuation = (left: Value, frame: Frame, hoisted: readonly Outcome[]) => Value;

/** A chain like `a + b + c` leans to the left and may be thousands long, so it is walked, not recursed into. */
export function compileBinary(expression: Binary, compilation: Compilation): Evaluate {
  const chain: Binary[] = [];
  let leftmost: Binary['left'] = expression;
  while (leftmost.kind === 'binary') {
    chain.push(leftmost);
    leftmost = leftmost.left;
  }
  const first = compileOperand(leftmost, compilation);
  const rest = chain.reverse().map((link) => compileContinuation(link, compilation));
  const [only] = rest;
  if (rest.length === 1 && only !== undefined) {
    return (frame, hoisted) => only(first(frame, hoisted), frame, hoisted);
  }
  return (frame, hoisted) => rest.reduce((left, link) => link(left, frame, hoisted), first(frame, hoisted));
}

function compileContinuation({ operator, right: expression, at }: Binary, compilation: Compilation): Continuation {
  const right = compileOperand(expression, compilation);
  switch (operator) {
    case 'and':
      return compileLogic(right, FALSE, at);
    case 'or':
      return compileLogic(right, TRUE, at);
    default: {
      const operation = OPERATIONS[operator];
      return (left, frame, hoisted) => {
        const value = right(frame, hoisted);
        try {
          return operation(left, value);
        } catch (error) {
          throw locate(error, at);
        }
      };
    }
  }
}

/** `decisive`: false AND anything is false, true OR anything is true, whatever the other side is. */
function compileLogic(right: Evaluate, decisive: Value, at: Position): Continuation {
  const isDecisive = (value: Value): boolean => value === decisive;
  return (left, frame, hoisted) => {
    const before = truth(left, at);
    if (isDecisive(before)) {
      return decisive;
    }
    const after = truth(right(frame, hoisted), at);
    if (isDecisive(after)) {
      return decisive;
    }
    return before === NULL || after === NULL ? NULL : before;
  };
}

export function compileUnary({ operator, operand, at }: Unary, compilation: Compilation): Evaluate {
  const value = compileOperand(operand, compilation);
  switch (operator) {
    case '+':
      return located(at, (frame, hoisted) => plus(value(frame, hoisted)));
    case '-':
      return located(at, (frame, hoisted) => negate(value(frame, hoisted)));
    case 'not':
      return (frame, hoisted) => not(truth(value(frame, hoisted), at));
  }
}

function not(value: Value): Value {
  return value === TRUE ? FALSE : value === FALSE ? TRUE : NULL;
}

export function compileBetween(expression: Between, compilation: Compilation): Evaluate {
  const operand = compileOperand(expression.operand, compilation);
  const low = compileOperand(expression.low, compilation);
  const high = compileOperand(expression.high, compilation);
  const { negated } = expression;
  return located(expression.at, (frame, hoisted) => {
    const [value, from, to] = [operand(frame, hoisted), low(frame, hoisted), high(frame, hoisted)];
    if (isUnknown(value) || isUnknown(from) || isUnknown(to)) {
      return NULL;
    }
    return bool((compare(value, from) >= 0 && compare(value, to) <= 0) !== negated);
  });
}

/** NULL where neither yes nor no is certain: the value is unknown, or it was not found and an element is unknown. */
export function compileMembership(expression: In, compilation: Compilation): Evaluate {
  const operand = compileOperand(expression.operand, compilation);
  const collection = compileCollectionOperand(expression.collection, compilation);
  const { negated } = expression;
  return (frame, hoisted) => {
    const value = operand(frame, hoisted);
    const among = collection(frame, hoisted);
    if (isUnknown(value) || (among.kind !== 'list' && among.kind !== 'bag' && among.kind !== 'sexp')) {
      return NULL;
    }
    if (among.elements.some((element) => !isUnknown(element) && equals(value, element))) {
      return bool(!negated);
    }
    return among.elements.some(isUnknown) ? NULL : bool(negated);
  };
}

export function compileLike(expression: Like, compilation: Compilation): Evaluate {
  const operand = compileOperand(expression.operand, compilation);
  const matches = compileMatcher(expression, compilation);
  const { negated } = expression;
  return located(expression.at, (frame, hoisted) => {
    const result = matches(operand(frame, hoisted), frame, hoisted);
    return negated ? not(result.kind === 'bool' ? bool(result.value) : NULL) : result;
  });
}

/** A pattern that is written in the statement is made ready once. */
function compileMatcher({ pattern, escape }: Like, compilation: Compilation): Continuation {
  if (escape === undefined && pattern.kind === 'literal' && isText(pattern.value)) {
    const matcher = likeMatcher(pattern.value.value);
    return (text) => isText(text) ? bool(matcher(text.value)) : like(text, pattern.value);
  }
  const compiled = compileOperand(pattern, compilation);
  if (escape === undefined) {
    return (text, frame, hoisted) => like(text, compiled(frame, hoisted));
  }
  const compiledEscape = compileOperand(escape, compilation);
  return (text, frame, hoisted) => like(text, compiled(frame, hoisted), compiledEscape(frame, hoisted));
}
