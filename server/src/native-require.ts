import { runInThisContext } from 'node:vm';

/**
 * Loads a package as Node itself does, also where a test runner has a module system of its own.
 *
 * Jest runs code in a context of its own in which `import()` fails and `require`, `node:module` and `process` are Jest's; PGlite and the
 * credential providers of the AWS SDK use `import()`. What Node's main context loads is outside of all that.
 * (https://jestjs.io/docs/ecmascript-modules)
 */
export function nativeRequire(name: string): unknown {
  const { getBuiltinModule } = runInThisContext('process') as NodeJS.Process;
  return getBuiltinModule('node:module').createRequire(__filename)(name);
}
