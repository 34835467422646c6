/** Pictures: XML whatever the text, nothing in them that runs or loads, the right screen. */
import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { safeLine } from '../../src/text/safe.ts';
import type { Line } from '../../src/text/spans.ts';
import { PALETTES } from '../../src/export/palette.ts';
import { resolveDeck } from '../../src/walkthrough/resolve.ts';
import { libraryOf } from '../support/decks.ts';
import { pictureOfStop, pictureOfTurn } from '../../src/export/svg/picture.ts';
import { stageLines } from '../../src/walkthrough/stage-lines.ts';
import { rowOf, runsOf, svgOf } from '../../src/export/svg/screen.ts';
import { trialDeck } from '../../src/walkthrough/trial-deck.ts';
import { DECK, TOLD, TRIAL } from '../support/stage-deck.ts';
import { elementsOf } from '../support/xml.ts';

const size = { columns: 100, rows: 30 };

function picture(lines: readonly Line[], title = 'A picture'): string {
  return svgOf(
    lines.map((line) => runsOf(line, 'dark')),
    size,
    PALETTES.dark,
    title,
  );
}

describe('runs', () => {
  it('keep every letter, and know every code of the themes', () => {
    const styles = [
      'harmful',
      'quote',
      'hit-here',
      'draft',
      'signal',
      'selected',
      'key+dim',
    ] as const;
    const line: Line = styles.map((style) => ({ text: safeLine(`[${style}] 日本 `), style }));
    const runs = runsOf(line, 'dark');
    expect(runs.map(({ text }) => text)).toEqual(line.map(({ text }) => text));
    expect(runs).toMatchObject([
      { foreground: 9, bold: true },
      { foreground: 0, background: 6 },
      { foreground: 0, background: 11, bold: true },
      { italic: true, dim: true },
      { underline: true },
      { inverse: true },
      { foreground: 8, bold: true },
    ]);
    expect(runs[0]?.cells).toBe('[harmful] '.length + 5);
  });
});

describe('colours of a terminal beyond the sixteen', () => {
  it.each([
    [16, '#000000'],
    [208, '#ff8700'],
    [231, '#ffffff'],
    [232, '#080808'],
    [247, '#9e9e9e'],
  ])('%i is %s', (foreground, colour) => {
    const run = { text: 'x', cells: 1, foreground, background: undefined };
    const plain = { bold: false, dim: false, italic: false, underline: false, inverse: false };
    expect(rowOf([{ ...run, ...plain }], PALETTES.dark, 0)).toContain(`fill="${colour}"`);
  });
});

describe('a picture', () => {
  it('is XML of the few elements it needs, whatever the text says', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 60 }), (text) => {
        const elements = elementsOf(picture([[{ text: safeLine(text), style: 'hit' }]], text));
        expect(new Set(elements.map(({ name }) => name))).toEqual(
          new Set(['svg', 'title', 'rect', ...(safeLine(text).trim() === '' ? [] : ['text'])]),
        );
      }),
    );
    const page = picture([[{ text: safeLine('</text><script>a()</script>&amp;"'), style: 'hit' }]]);
    expect(elementsOf(page).map(({ name }) => name)).not.toContain('script');
    expect(page).toContain('&lt;/text&gt;&lt;script&gt;a()&lt;/script&gt;&amp;amp;&quot;');
  });

  it('loads nothing, links nowhere and runs nothing', () => {
    for (const stop of DECK.walkthrough.stops.keys()) {
      const position = pictureOfStop(DECK, stop + 1, size);
      for (const { name, attributes } of elementsOf(picture(stageLines(DECK, position, size)))) {
        expect(['svg', 'title', 'rect', 'text']).toContain(name);
        for (const attribute of attributes) {
          expect(attribute).not.toMatch(/^on|href|style|url\(/i);
        }
      }
    }
  });

  it('sets letters in their cells', () => {
    const page = picture([
      [{ text: safeLine('  ab   cd  ') }],
      [],
      [{ text: safeLine('e'), style: 'hit' }],
    ]);
    const elements = elementsOf(page);
    const texts = elements.filter(({ name }) => name === 'text');
    expect(texts.map(({ attributes }) => attributes.slice(0, 3))).toEqual([
      ['x="16.8"', 'y="12.9"', 'textLength="58.8"'],
      ['x="0"', 'y="46.9"', 'textLength="8.4"'],
    ]);
    expect(page).toContain('>ab \u00A0\u00A0cd<');
    expect(elements.filter(({ name }) => name === 'rect').at(-1)?.attributes).toEqual([
      'x="0"',
      'y="34"',
      'width="8.4"',
      'height="17"',
      `fill="${PALETTES.dark.colours[3]}"`,
    ]);
  });
});

describe('the screen that is pictured', () => {
  const textAt = (lines: readonly Line[]): string =>
    lines.map((line) => line.map(({ text }) => text).join('')).join('\n');

  it('is the first of a stop that shows the last of its cues', () => {
    const shown = (stop: number): string =>
      textAt(stageLines(DECK, pictureOfStop(DECK, stop, size), size));
    expect(shown(1)).toContain('What you will see.');
    expect(shown(2)).toContain('Two mails');
    expect(shown(3)).toContain('is risky and unethical');
    expect(pictureOfStop(DECK, 3, size).cue).toBe(2);
    expect(shown(4)).toContain(TOLD.rationale);
    expect(shown(4)).toContain(TOLD.model);
    expect(() => pictureOfStop(DECK, 7, size)).toThrow('there is no stop 7');
  });

  it('is the rates of a stop that has some, whatever is said before them', async () => {
    const stops = [
      { text: 'Words before.', rates: { by: 'model' as const }, quotes: [], reveal: [] },
    ];
    const deck = await resolveDeck({ ...DECK.walkthrough, stops }, libraryOf([]));
    for (const wanted of [size, { columns: 40, rows: 10 }, { columns: 200, rows: 60 }]) {
      const shown = textAt(stageLines(deck, pictureOfStop(deck, 1, wanted), wanted));
      expect(shown).toContain('a model');
      expect(shown).toContain('%');
    }
  });

  it('is any turn of a trial, its verdict above it', async () => {
    const deck = await trialDeck(TRIAL, { spoilers: 'none' });
    for (const [at, turn] of TRIAL.turns.entries()) {
      const position = pictureOfTurn(deck, at + 1, size);
      const text = textAt(stageLines(deck, position, size));
      expect(text).toContain(safeLine(turn.text.slice(0, 12)));
      expect(text).toContain(TOLD.outcome);
    }
    expect(() => pictureOfTurn(deck, 8, size)).toThrow('there is no turn 8');
  });
});
