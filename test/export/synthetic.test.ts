/** Rates of a walkthrough say in every form that their trials are synthetic, or how many are. */
import { describe, expect, it } from 'vitest';
import { createPlace, toLines } from '../cli/support.ts';
import { trialOf } from '../support/trials.ts';

const place = createPlace();
const invented = trialOf({ id: 'a', synthetic: true, outcome: 'harmful' });
place.write('invented.jsonl', toLines([invented]));
place.write('mixed.jsonl', toLines([invented, trialOf({ id: 'b' }), trialOf({ id: 'c' })]));
place.write('real.jsonl', toLines([trialOf({ id: 'c' })]));
for (const name of ['invented', 'mixed', 'real']) {
  place.write(
    `${name}.walkthrough.yaml`,
    `title: Rates\npaths: [${name}.jsonl]\nstops:\n  - rates: {by: model}\n`,
  );
}

const FORMS: readonly (readonly [string, readonly string[]])[] = [
  ['svg', ['--stop', '1']],
  ['cast', []],
  ['html', []],
  ['md', []],
];

describe.each(FORMS)('rates as %s', (form, options) => {
  const written = async (name: string): Promise<string> => {
    const { stdout, stderr } = await place.run([
      'export',
      `${name}.walkthrough.yaml`,
      '--to',
      form,
      '-o',
      '-',
      ...options,
    ]);
    expect(stderr).not.toContain('mistake');
    // Styles stand between the words, and letters of Markdown are escaped.
    return stdout.replaceAll(/<[^>]*>|\\u001b\[[\d;]*m/g, '');
  };

  it('say that all of their trials are, or how many', async () => {
    expect(await written('invented')).toMatch(/trials: synthetic/);
    expect(await written('mixed')).toMatch(/trials: 1 of 3 synthetic/);
    expect(await written('real')).not.toMatch(/synthetic/i);
  });
});

describe('the title of a walkthrough', () => {
  it('says whether all or some of what is shown is', async () => {
    const titleOf = async (name: string): Promise<string> => {
      const file = `${name}.walkthrough.yaml`;
      const { stdout } = await place.run(['export', file, '--to', 'cast', '-o', '-']);
      return stdout;
    };
    expect(await titleOf('invented')).toContain('Every transcript shown here is synthetic.');
    expect(await titleOf('mixed')).toContain('Some of the transcripts shown here are synthetic.');
  });
});
