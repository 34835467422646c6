/** Markdown: words stay words, and what is held back stands at the stop that reveals it. */
import { describe, expect, it } from 'vitest';
import { deckMarkdown } from '../../src/export/markdown/deck.ts';
import { fenced, inline, paragraphs } from '../../src/export/markdown/pieces.ts';
import { deckOf, libraryOf } from '../support/decks.ts';
import { trialOf } from '../support/trials.ts';

describe('words in Markdown', () => {
  it.each([
    ['# no heading', '\\# no heading'],
    ['- no list', '\\- no list'],
    ['12. no list', '12\\. no list'],
    ['1) no list', '1\\) no list'],
    ['+ no list', '\\+ no list'],
    ['===', '\\==='],
    ['    no code', 'no code'],
    ['<b>no markup</b>', '\\<b\\>no markup\\</b\\>'],
    ['![no](picture)', '\\!\\[no\\](picture)'],
    ['no &lt; entity', 'no \\&lt; entity'],
    ['see http://no.link now', 'see `http://no.link` now'],
    ['www.no`link.com', '``www.no`link.com``'],
    ['`me@no.link', '`` `me@no.link ``'],
    ['gpt-4.1 costs 1.5', 'gpt-4.1 costs 1.5'],
    ['\u202Eno order', '⟨RLO⟩no order'],
  ])('%j are no markup', (text, expected) => {
    expect(paragraphs(`x\n\n${text}`)).toEqual(['x', '', expected, '']);
  });

  it('stand on one line where one is wanted', () => {
    expect(inline('a\n# b')).toBe('a⏎ \\# b');
  });

  it('cannot end the block that they stand in', () => {
    expect(fenced('a\n````\nb')).toEqual(['`````text', 'a\n````\nb', '`````']);
  });
});

describe('a walkthrough in Markdown', () => {
  it('names the model where it is revealed, and not before', async () => {
    const trial = trialOf({
      id: 'model-x/cell/001',
      model: 'model-x',
      condition: 'cell of model-x',
      reasoning: 'I am model-x.',
      verdict: { rationale: 'It is model-x.', quotes: [{ turn: 6, text: 'I am model-x.' }] },
    });
    const deck = await deckOf(
      {
        stops: [
          { title: 'Before', trial: trial.id, turns: { first: 6, last: 6 }, quotes: ['model-x'] },
          { title: 'The end', trial: trial.id, reveal: ['verdict', 'model'] },
        ],
      },
      libraryOf([trial]),
    );
    const origin = { program: 'Inquest', files: ['model-x.jsonl'], redacted: '2 names' };
    const text = [...deckMarkdown(deck, origin)].join('');
    const [before = '', after = ''] = text.split('### The model');
    expect(before).not.toContain('model-x');
    expect(before).toContain('I am ▒▒▒▒▒▒▒.');
    expect(before).toContain('*cell of ▒▒▒▒▒▒▒ · sample 1*');
    expect(after).toContain('- Model: model-x\n');
    expect(after).toContain('- Redacted: 2 names\n');
  });
});
