import { Writable } from 'node:stream';
import { Progress } from '../../local/progress';

function recorder(): { output: NodeJS.WriteStream; text: () => string } {
  let text = '';
  const stream = new Writable({
    write(chunk, _encoding, callback) {
      text += String(chunk);
      callback();
    },
  });
  return { output: Object.assign(stream, { isTTY: false }) as unknown as NodeJS.WriteStream, text: () => text };
}

describe('Progress', () => {
  it('prints a line for each thing that happens where there is no terminal', async () => {
    const { output, text } = recorder();
    const progress = new Progress(output);
    await progress.step('deploy', async (report) => {
      report('create complete  AWS::IAM::Role');
    });
    expect(text()).toMatch(/^· deploy\n    create complete  AWS::IAM::Role\n✓ deploy \(\d+\.\d s\)\n$/);
    expect(progress.results).toEqual([{ title: 'deploy', milliseconds: expect.any(Number) }]);
  });

  it('marks a step that fails and passes its error on', async () => {
    const { output, text } = recorder();
    const progress = new Progress(output);
    await expect(progress.step('deploy', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(text()).toMatch(/✗ deploy/);
    expect(progress.results).toEqual([]);
  });
});
