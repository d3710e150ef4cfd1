import type { Expression, From, FromSource, Projection, Select } from '../ast';

/** The expressions that a node holds directly. A SELECT holds none here: what is inside it has names of its own (`partsOf`). */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'literal': case 'parameter': case 'identifier': case 'select':
      return [];
    case 'path':
      return [expression.root, ...expression.steps.flatMap((step) => step.kind === 'index' ? [step.index] : [])];
    case 'unary': case 'is': case 'cast':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'between':
      return [expression.operand, expression.low, expression.high];
    case 'in':
      return [expression.operand, expression.collection];
    case 'like':
      return [expression.operand, expression.pattern, ...(expression.escape === undefined ? [] : [expression.escape])];
    case 'case':
      return [
        ...(expression.operand === undefined ? [] : [expression.operand]),
        ...expression.branches.flatMap(({ when, then }) => [when, then]),
        ...(expression.otherwise === undefined ? [] : [expression.otherwise]),
      ];
    case 'call':
      return expression.arguments;
    case 'aggregate':
      return expression.argument === undefined ? [] : [expression.argument];
    case 'list': case 'bag': case 'sexp':
      return expression.elements;
    case 'struct':
      return expression.fields.flatMap(({ name, value }) => [name, value]);
  }
}

/** An expression and all in it, SELECTs themselves included but not what is inside them. Not recursive: chains of operators are long. */
export function* descendants(expression: Expression): Generator<Expression> {
  const pending: Expression[] = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    yield next;
    pending.push(...childrenOf(next));
  }
}

export function projectionExpressions(projection: Projection): readonly Expression[] {
  switch (projection.kind) {
    case 'star':
      return [];
    case 'items':
      return projection.items.map((item) => item.expression);
    case 'value':
      return [projection.expression];
    case 'pivot':
      return [projection.value, projection.name];
  }
}

/** A step through a FROM clause: a source, or the condition of a join, which comes after the sources that it joins. */
export type FromStep = { readonly kind: 'source'; readonly source: FromSource } | { readonly kind: 'on'; readonly condition: Expression };

/** A FROM clause from left to right. Inner joins need no tree. */
export function fromSteps(from: From): readonly FromStep[] {
  const pending: Array<From | FromStep> = [from];
  const steps: FromStep[] = [];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'join') {
      pending.push(...(next.on === undefined ? [] : [{ kind: 'on' as const, condition: next.on }]), next.right, next.left);
    } else if (next.kind === 'on') {
      steps.push(next);
    } else if ('source' in next) {
      steps.push(next);
    } else {
      steps.push({ kind: 'source', source: next });
    }
  }
  return steps;
}

/** All that stands in a SELECT. */
export function partsOf(select: Select): { readonly sources: readonly Expression[]; readonly others: readonly Expression[] } {
  const steps = select.from === undefined ? [] : fromSteps(select.from);
  return {
    sources: steps.flatMap((step) => step.kind === 'source' ? [step.source.expression] : []),
    others: [
      ...projectionExpressions(select.projection),
      ...steps.flatMap((step) => step.kind === 'on' ? [step.condition] : []),
      ...(select.where === undefined ? [] : [select.where]),
    ],
  };
}
