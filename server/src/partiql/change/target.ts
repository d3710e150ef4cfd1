import type { Identifier, Path } from '../ast';
import { PartiqlError } from '../error';
import type { ChangeTarget } from './change';
import { evaluate } from '../eval/environment';
import { noSuchVariable } from '../eval/names';
import { findName } from '../eval/scope';
import type { DocumentPath, TargetRow } from '../eval/target-rows';

/**
 * What the target of SET, INSERT INTO or REMOVE means for a row: an alias and a path from there, or a field of the document where the alias
 * has been left out.
 */
export async function resolveTarget(target: Identifier | Path, row: TargetRow): Promise<ChangeTarget> {
  const root = rootOf(target);
  const steps = target.kind === 'path' ? await resolveSteps(target, row) : [];
  const { scope } = row.environment;
  const found = findName(scope, root.name);
  if (found === undefined) {
    if (scope?.sources.length !== 1) {
      throw noSuchVariable(root);
    }
    return { steps: [root.name, ...steps] };
  }
  if (found.kind !== 'as' || !row.places.has(root.name)) {
    throw new PartiqlError('Semantic', `'${root.name}' is no part of a document of the table and cannot be changed`, root.at);
  }
  return { alias: root.name, steps };
}

function rootOf(target: Identifier | Path): Identifier {
  const root = target.kind === 'path' ? target.root : target;
  if (root.kind !== 'identifier') {
    throw new PartiqlError('Semantic', 'only parts of a document can be changed: begin the path with the alias of the table', root.at);
  }
  return root;
}

async function resolveSteps({ steps }: Path, { environment }: TargetRow): Promise<DocumentPath> {
  const path: Array<string | number> = [];
  for (const step of steps) {
    if (step.kind === 'field') {
      path.push(step.name);
      continue;
    }
    const index = step.kind === 'index' ? await evaluate(step.index, environment) : undefined;
    if (index?.kind === 'int') {
      path.push(Number(index.value));
    } else if (index?.kind === 'string' || index?.kind === 'symbol') {
      path.push(index.value);
    } else {
      throw new PartiqlError('Evaluator', `what is changed stands behind an integer or a string in brackets; received ${index?.kind ?? '*'}`, step.at);
    }
  }
  return path;
}
