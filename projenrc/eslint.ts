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
  // The two programs that together hold every file; projen's service knows only what jsii compiles.
  eslint.config.parserOptions.projectService = false;
  eslint.config.parserOptions.project = ['./tsconfig.dev.json', './server/tsconfig.dev.json'];
  eslint.addRules({
    '@stylistic/max-len': ['error', { code: 150, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true }],
    // What belongs together may stand on one line.
    '@stylistic/object-property-newline': ['off'],
    'import/no-default-export': ['error'],
    // TypeScript resolves imports already, workspaces included.
    'import/no-unresolved': ['off'],
    '@typescript-eslint/no-explicit-any': ['error'],
    '@typescript-eslint/no-floating-promises': ['error'],
    '@typescript-eslint/member-ordering': ['error', { default: ['public-static-field', 'public-static-method', 'field', 'constructor', 'method'] }],
  });
}
