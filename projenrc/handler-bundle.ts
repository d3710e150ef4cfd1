import { Component, type awscdk } from 'projen';

/**
 * The function's code as a prebuilt asset, so that nothing is bundled at the synth of those who use the library.
 *
 * projen's own bundler knows neither `minify` nor `mainFields`; the module fields halve the size of the AWS SDK.
 */
export class HandlerBundle extends Component {
  constructor(project: awscdk.AwsCdkConstructLibrary) {
    super(project);
    const bundle = project.addTask('bundle:handler', {
      description: 'Bundle lambda/ into assets/handler',
      exec: 'tsx scripts/bundle-handler.ts',
    });
    project.preCompileTask.spawn(bundle);
    project.gitignore.exclude('/assets/');
  }
}
