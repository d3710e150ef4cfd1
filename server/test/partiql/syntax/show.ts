import { writeText } from '../../../src/ion/text';
import type { Expression, From, PathStep, Projection, Statement } from '../../../src/partiql/ast';

/**
 * A syntax tree as text, every operation in parentheses: what the tests compare, and what the parser must read back as the same tree.
 */
export function show(expression: Expression): string {
  switch (expression.kind) {
    case 'literal': return showLiteral(expression);
    case 'parameter': return '?';
    case 'identifier': return `${expression.lexical ? '@' : ''}${name(expression.name, expression.quoted)}`;
    case 'path': return `${show(expression.root)}${expression.steps.map(showStep).join('')}`;
    case 'unary': return `(${expression.operator} ${show(expression.operand)})`;
    case 'binary': return `(${show(expression.left)} ${expression.operator} ${show(expression.right)})`;
    case 'between':
      return `(${show(expression.operand)} ${not(expression)}between ${show(expression.low)} and ${show(expression.high)})`;
    case 'in': return `(${show(expression.operand)} ${not(expression)}in ${show(expression.collection)})`;
    case 'like': {
      const escape = expression.escape === undefined ? '' : ` escape ${show(expression.escape)}`;
      return `(${show(expression.operand)} ${not(expression)}like ${show(expression.pattern)}${escape})`;
    }
    case 'is': return `(${show(expression.operand)} is ${not(expression)}${showType(expression.type)})`;
    case 'cast': return `cast(${show(expression.operand)} as ${showType(expression.type)})`;
    case 'case': {
      const branches = expression.branches.map(({ when, then }) => ` when ${show(when)} then ${show(then)}`).join('');
      return `case${optional(' ', expression.operand)}${branches}${optional(' else ', expression.otherwise)} end`;
    }
    case 'call': return `${expression.name}(${expression.arguments.map(show).join(', ')})`;
    case 'aggregate': {
      const argument = expression.argument === undefined ? '*' : show(expression.argument);
      return `${expression.name}(${expression.distinct ? 'distinct ' : ''}${argument})`;
    }
    case 'list': return `[${expression.elements.map(show).join(', ')}]`;
    case 'bag': return `<<${expression.elements.map(show).join(', ')}>>`;
    case 'sexp': return `sexp(${expression.elements.map(show).join(', ')})`;
    case 'struct': return `{${expression.fields.map((field) => `${show(field.name)}: ${show(field.value)}`).join(', ')}}`;
    case 'select':
      return `(${showProjection(expression.projection, expression.distinct)} from ${showFrom(expression.from)}${optional(' where ', expression.where)})`;
  }
}

const not = ({ negated }: { readonly negated: boolean }): string => negated ? 'not ' : '';

const optional = (before: string, expression: Expression | undefined): string => expression === undefined ? '' : `${before}${show(expression)}`;

const name = (text: string, quoted: boolean): string => quoted ? `"${text.replaceAll('"', '""')}"` : text;

function showType({ name: type, parameters }: { readonly name: string; readonly parameters: readonly number[] }): string {
  return parameters.length === 0 ? type : `${type}(${parameters.join(', ')})`;
}

function showLiteral({ value }: Extract<Expression, { kind: 'literal' }>): string {
  switch (value.kind) {
    case 'missing': return 'missing';
    case 'string': return value.annotations === undefined ? `'${value.value.replaceAll("'", "''")}'` : `\`${writeText(value)}\``;
    default: return `\`${writeText(value)}\``;
  }
}

function showStep(step: PathStep): string {
  switch (step.kind) {
    case 'field': return `.${name(step.name, step.quoted)}`;
    case 'index': return `[${show(step.index)}]`;
    case 'elements': return '[*]';
    case 'fields': return '.*';
  }
}

function showProjection(projection: Projection, distinct: boolean): string {
  const select = distinct ? 'select distinct' : 'select';
  switch (projection.kind) {
    case 'star': return `${select} *`;
    case 'value': return `${select} value ${show(projection.expression)}`;
    case 'pivot': return `pivot ${show(projection.value)} at ${show(projection.name)}`;
    case 'items':
      return `${select} ${projection.items.map((item) => item.kind === 'all-of'
        ? `${show(item.expression)}.*`
        : `${show(item.expression)}${item.alias === undefined ? '' : ` as ${name(item.alias, true)}`}`).join(', ')}`;
  }
}

export function showFrom(from: From): string {
  if (from.kind === 'join') {
    const [left, right] = [showFrom(from.left), showFrom(from.right)];
    return from.on === undefined ? `${left} cross join ${right}` : `(${left} join ${right} on ${show(from.on)})`;
  }
  const alias = (word: string, text: string | undefined): string => text === undefined ? '' : ` ${word} ${name(text, true)}`;
  return `${from.unpivot ? 'unpivot ' : ''}${show(from.expression)}${alias('as', from.as)}${alias('at', from.index)}${alias('by', from.by)}`;
}

/** The tree of an expression statement. */
export function shown(statement: Statement): string {
  return statement.kind === 'query' ? show(statement.expression) : JSON.stringify(statement);
}
