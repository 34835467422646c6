/** Steps as pages: what is too long to stand above a text is shown raw. */
import { describe, expect, it } from 'vitest';
import { stepPage } from '../../src/app/step-page.ts';
import { trialOf } from '../support/trials.ts';

const END = 'the very end';
const long = `${'many words '.repeat(3000)}${END}`;
const trial = trialOf({
  id: 'one',
  model: 'a',
  verdict: { outcome: 'safe', rationale: 'So.' },
  meta: { log: long },
  turns: [{ kind: 'action', name: 'write', args: { content: long }, text: '' }],
});

describe.each([
  ['arguments of a call', 1],
  ['details of a trial', 2],
])('%s that are very long', (_, step) => {
  const showing = { raw: false, details: true };

  it('are cut above the text, which names the key that shows them', () => {
    const head = stepPage(trial, step, 80, showing).head.map((line) =>
      line.map(({ text }) => text).join(''),
    );
    const words = head.join(' ').replaceAll(/\s+/g, ' ');
    expect(words).toContain('more letters: R shows them');
    expect(words).not.toContain(END);
  });

  it('are whole where that key has been pressed', () => {
    const { text } = stepPage(trial, step, 80, { ...showing, raw: true });
    const pieces = Array.from({ length: text.pieces }, (__, piece) => text.textAt(piece));
    expect(pieces.join('')).toContain(END);
  });
});
