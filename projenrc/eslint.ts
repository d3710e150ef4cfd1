import type { awscdk } from 'projen';

/** House rules on top of projen's. */
export function configureEslint(project: awscdk.AwsCdkConstructLibrary): void {
  const eslint = project.eslint;
  if (!eslint) {
    return;
  }
  for (const folder of ['lambda', 'local', 'examples', 'bench', 'scripts', 'projenrc', 'server/src', 'server/test']) {
    eslint.addLintPattern(folder);
  }
  eslint.allowDevDeps('{lambda,local,examples,bench,scripts,projenrc}/**');
  eslint.allowDevDeps('server/test/**');
  eslint.addRules({
    '@stylistic/max-len': ['error', { code: 150, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
    'import/no-default-export': ['error'],
    '@typescript-eslint/no-explicit-any': ['error'],
    '@typescript-eslint/no-floating-promises': ['error'],
    // A fetch of members in groups reads better than in the order of visibility here: statics, attributes, constructor, methods.
    '@typescript-eslint/member-ordering': ['error', { default: ['public-static-field', 'public-static-method', 'field', 'constructor', 'method'] }],
  });
}
