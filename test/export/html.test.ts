/** Pages: nothing of a trial becomes markup, nothing held back stands in the open before its stop. */
import { array, assert, constantFrom, oneof, property, string, tuple } from 'fast-check';
import { parse, type DefaultTreeAdapterTypes, type ParserError } from 'parse5';
import { describe, expect, it } from 'vitest';
import { safe } from '../../src/text/safe.ts';
import type { Trial } from '../../src/trial/types.ts';
import type { Deck } from '../../src/walkthrough/deck.ts';
import { deckPage } from '../../src/export/html/deck.ts';
import { SCRIPT } from '../../src/export/html/script.ts';
import { STYLE } from '../../src/export/html/style.ts';
import { markup, marked } from '../../src/export/html/template.ts';
import { setPage, trialPage } from '../../src/export/html/trials.ts';
import type { Origin } from '../../src/export/origin.ts';
import { deckOf, libraryOf } from '../support/decks.ts';
import { trialOf } from '../support/trials.ts';

type Node = DefaultTreeAdapterTypes.Node;
type Element = DefaultTreeAdapterTypes.Element;

const ORIGIN: Origin = { program: 'Inquest 1.2.3', files: ['trials.jsonl'] };

/** The elements of a page, in order. Throws where it is not well formed. */
function elementsOf(page: string): readonly Element[] {
  const errors: ParserError[] = [];
  const document = parse(page, {
    onParseError: (error) => errors.push(error),
    sourceCodeLocationInfo: true,
  });
  expect(errors.map(({ code, startLine }) => `${code} in line ${startLine}`)).toEqual([]);
  const walk = (node: Node): readonly Element[] => [
    ...('tagName' in node ? [node] : []),
    ...('childNodes' in node ? node.childNodes.flatMap(walk) : []),
  ];
  return walk(document);
}

function textOf(node: Node): string {
  if (node.nodeName === '#text') return (node as DefaultTreeAdapterTypes.TextNode).value;
  if (['script', 'style', 'head'].includes(node.nodeName)) return '';
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value;
}

const TAGS = new Set(
  'html head meta title style body a main header h1 h2 h3 h4 dl div dt dd p strong article span mark section blockquote ul ol li q details summary nav table caption thead tbody tfoot tr th td svg line circle code time footer output button script'.split(
    ' ',
  ),
);

/** What every page must be, whatever is in it. */
function expectHarmless(page: string): readonly Element[] {
  const elements = elementsOf(page);
  expect(elements.filter(({ tagName }) => !TAGS.has(tagName))).toEqual([]);
  const scripts = elements.filter(({ tagName }) => tagName === 'script');
  const styles = elements.filter(({ tagName }) => tagName === 'style');
  const content = (element: Element | undefined): string =>
    (element?.childNodes ?? [])
      .map((node) => (node as DefaultTreeAdapterTypes.TextNode).value)
      .join('');
  expect([scripts.length, styles.length]).toEqual([1, 1]);
  expect(content(scripts[0]) === SCRIPT && content(styles[0]) === STYLE).toBe(true);
  const ids = elements.flatMap((element) => attribute(element, 'id') ?? []);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { attrs } of elements) {
    for (const { name, value } of attrs) {
      expect(name).not.toMatch(/^(on|src|style|srcset|action|data$|background)/);
      // A link leads to a place in the page, and that place is there.
      if (name === 'href') expect(ids).toContain(value.slice(1));
      if (name === 'href') expect(value[0]).toBe('#');
      if (name === 'aria-labelledby') expect(ids).toContain(value);
    }
  }
  return elements;
}

const hostile = array(
  oneof(
    constantFrom(
      '<script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      "' autofocus onfocus='alert(1)",
      '</style>',
      '</title>',
      '<!--',
      '-->',
      ']]>',
      '&lt;',
      '&#60;b&#62;',
      '&amp',
      '\u202Egnp.exe\u2066',
      '\0',
      '\u001B]52;c;AAAA\u0007',
      '\uFEFF\u200B',
      '\n\n',
      '<a href="javascript:alert(1)">',
      '\uD800',
    ),
    string({ maxLength: 6 }),
  ),
  { minLength: 1, maxLength: 4 },
).map((parts) => parts.join(''));

/** A trial whose every text is made of the same hostile one. */
function trialOfText(text: string): Trial {
  const mail = { from: text, to: text, cc: text, subject: text, at: text, attachments: [text] };
  return {
    id: text,
    model: text,
    scenario: text,
    condition: text,
    sample: text,
    belief: 'real',
    instruction: text,
    startedAt: text,
    tags: [text],
    verdict: {
      outcome: 'harmful',
      label: text,
      by: text,
      rationale: text,
      disputed: true,
      scores: { [text]: { [text]: text } },
      quotes: [{ turn: 2, text, note: text }, { text }, { text, trial: text }],
      gates: [{ name: text, label: text, passed: true, quotes: [{ turn: 1, text }] }],
    },
    turns: [
      { kind: 'briefing', by: text, text },
      { kind: 'email', ...mail, text: `${text} and ${text}` },
      { kind: 'reasoning', text, recovered: true },
      { kind: 'action', name: text, draft: true, args: { [text]: [text] }, text },
      { kind: 'action', name: 'email', ...mail, text },
      { kind: 'result', name: text, text },
      { kind: 'note', error: true, text },
    ],
  };
}

async function* listed<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

describe('text of a trial', () => {
  it('never becomes markup, and is all there', () => {
    assert(
      property(tuple(hostile, hostile), ([text, name]) => {
        const page = [...trialPage(trialOfText(text), { program: name, files: [name] })].join('');
        const elements = expectHarmless(page);
        expect(safe(page) === page).toBe(true);
        const shown = textOf(elements[0] as Node);
        expect(shown).toContain(safe(text));
        expect(shown).toContain(safe(name));
      }),
      { numRuns: 150 },
    );
  });

  it('never becomes markup in a walkthrough, nor do the words of its author', async () => {
    const words = '"><script>alert(1)</script>\u202E&lt;';
    const trial = trialOfText(words);
    const deck = await deckOf(
      {
        title: words,
        subtitle: words,
        author: words,
        closing: words,
        stops: [
          { title: words, text: words },
          { trial: words, text: words, turns: { first: 1, last: 7 }, quotes: [words] },
          { trial: words, reveal: ['verdict', 'model'] },
          { trial: words, turns: { first: 2, last: 2 } },
          { rates: { by: 'model', split: 'belief', query: words } },
          { trial: `${words} gone` },
        ],
      },
      libraryOf([trial]),
    );
    const page = [...deckPage(deck, { ...ORIGIN, redacted: words, when: words })].join('');
    expectHarmless(page);
    expect(safe(page)).toBe(page);
  });

  it('never becomes markup in a set', async () => {
    const words = '"><script>alert(1)</script>\u202E&lt;';
    const counts = {
      trials: 2,
      judged: 2,
      harmful: 1,
      safe: 1,
      unjudged: 0,
      judgeFailed: 0,
      error: 0,
    };
    const group = { values: [words], counts, conditions: 2 };
    const index = {
      count: 2,
      query: words,
      rates: { groups: [group], total: group },
      rows: listed([{ id: words, outcome: 'harmful' as const }]),
    };
    const trials = listed([trialOfText(words), trialOf({ id: words })]);
    const pieces = await Array.fromAsync(setPage(index, trials, ORIGIN));
    // Written trial by trial: no piece holds more than one turn or table.
    expect(pieces.length).toBeGreaterThan(15);
    // The list has one row fewer than there are trials: its links are all that is looked at.
    expectHarmless(pieces.join(''));
  });
});

describe('a template', () => {
  it('escapes every value but markup', () => {
    expect(markup`<p title="${'"'}">${"<b>'&"}${markup`<i>${1}</i>`}${undefined}</p>`.text).toBe(
      '<p title="&quot;">&lt;b&gt;&#39;&amp;<i>1</i></p>',
    );
  });

  it('takes nothing from a file for markup', () => {
    const forged = JSON.parse('{"text":"<b>"}') as string;
    expect(markup`${forged}`.text).toBe('[object Object]');
  });

  it('marks places, overlapping ones once', () => {
    const marks = [
      { start: 4, end: 9, id: 'b' },
      { start: 0, end: 6, id: 'a' },
    ];
    expect(marked(safe('one <two> three'), marks).text).toBe(
      '<span id="a"></span><mark>one &lt;t</mark><span id="b"></span><mark>wo&gt;</mark> three',
    );
  });
});

const study = trialOf({
  id: 'model-x/cell/001',
  model: 'model-x',
  outcome: 'harmful',
  reasoning: 'I am model-x, and this is risky and unethical.',
  verdict: {
    rationale: 'It threatens.',
    quotes: [{ turn: 6, text: 'risky and unethical' }],
    gates: [{ name: 'keyword', label: 'the word leverage', passed: false }],
  },
});

function pageOf(deck: Deck, unfolded = false): string {
  return [...deckPage(deck, ORIGIN, { unfolded })].join('');
}

/** The words of a page outside of what is folded. */
function openText(page: string): string {
  const open = (node: Node): string => {
    if (node.nodeName === 'details' && attribute(node, 'open') === undefined) return '';
    if (node.nodeName === '#text') return textOf(node);
    if (['script', 'style', 'head'].includes(node.nodeName)) return '';
    return 'childNodes' in node ? node.childNodes.map(open).join('') : '';
  };
  return open(elementsOf(page)[0] as Node);
}

const STOPS = [
  { title: 'Hello', text: 'Welcome.' },
  {
    trial: study.id,
    turns: { first: 5, last: 7 },
    quotes: ['risky and unethical'],
    note: 'Only for the speaker.',
  },
  { title: 'At last', trial: study.id, reveal: ['verdict', 'model'] as const },
  { title: 'Once more', trial: study.id, turns: { first: 7, last: 7 } },
];

describe('a page of a walkthrough', () => {
  it('holds the model and the verdict back until they are revealed', async () => {
    const page = pageOf(await deckOf({ stops: STOPS }, libraryOf([study])));
    const before = page.slice(0, page.indexOf('id="stop-3"'));
    expect(before).not.toMatch(/model-x|harmful<|It threatens/);
    expect(openText(page).slice(0, openText(page).indexOf('Once more'))).not.toMatch(
      /model-x|It threatens|✘/,
    );
    // The name in its own words is covered, and the quote is marked all the same.
    expect(page).toContain('I am ▒▒▒▒▒▒▒, and this is <mark>risky and unethical</mark>.');
    expect(page).toMatch(/<details class="held"><summary>The verdict<\/summary>/);
    // What has been revealed may stand in the open.
    expect(openText(page)).toMatch(/Once more\s*model-x/);
  });

  it('covers the model in the cell that a trial is from', async () => {
    const named = { ...study, condition: 'Cell of model-x' };
    const page = pageOf(await deckOf({ stops: STOPS.slice(0, 2) }, libraryOf([named])));
    expect(page).toContain('Cell of ▒▒▒▒▒▒▒');
    expect(page).not.toMatch(/model-x/i);
  });

  it('covers the model in a title that is a subject', async () => {
    const turns = [{ kind: 'email' as const, subject: 'To Model-X', text: 'Hello.' }];
    const stops = [{ trial: study.id, turns: { first: 1, last: 1 } }];
    const page = pageOf(await deckOf({ stops }, libraryOf([{ ...study, turns }])));
    expect(page).toContain('To ▒▒▒▒▒▒▒</a>');
    expect(page).not.toMatch(/model-x/i);
  });

  it('shows everything where nothing is to be held back', async () => {
    const deck = await deckOf({ spoilers: 'none', stops: STOPS }, libraryOf([study]));
    const page = pageOf(deck);
    expect(page).not.toContain('class="held"');
    expect(openText(page)).toContain('I am model-x');
  });

  it('is unfolded for paper', async () => {
    const page = pageOf(await deckOf({ stops: STOPS }, libraryOf([study])), true);
    expect(openText(page)).toContain('It threatens.');
  });

  it('links a quote of the verdict to its turn, and every place is there once', async () => {
    const page = pageOf(await deckOf({ stops: STOPS }, libraryOf([study])));
    const elements = expectHarmless(page);
    const ids = elements.flatMap((one) => attribute(one, 'id') ?? []);
    expect(ids).toEqual(
      expect.arrayContaining(['stop-2', 'trial-1-turn-5', 'trial-1-turn-7', 'stop-4-turn-7']),
    );
    expect(page).toContain('<a href="#trial-1-turn-6">turn 6</a>');
  });

  it('keeps the notes of the speaker out', async () => {
    const page = pageOf(await deckOf({ stops: STOPS }, libraryOf([study])));
    expect(page).not.toContain('Only for the speaker.');
  });

  it('says where a stop finds nothing', async () => {
    const page = pageOf(await deckOf({ stops: [{ trial: 'gone' }] }, libraryOf([study])));
    expect(page).toContain('Not here: its trial is not in the collection.');
  });
});

describe('a page of a trial', () => {
  const page = [
    ...trialPage(
      {
        ...study,
        synthetic: true,
        turns: [
          ...study.turns,
          { kind: 'reasoning', text: '', withheld: true },
          { kind: 'action', name: 'email', draft: true, to: 'a@b.example', text: 'A draft.' },
        ],
      },
      { ...ORIGIN, when: '2025-06-11T00:00:00.000Z', redacted: '3 names' },
    ),
  ].join('');

  it('marks the quotes, and the verdict, last, leads to them', () => {
    const elements = expectHarmless(page);
    expect(page).toContain('<span id="trial-1-quote-1"></span><mark>risky and unethical</mark>');
    expect(page).toContain('<a href="#trial-1-quote-1">turn 6</a>');
    const steps = elements.filter((one) => attribute(one, 'data-step') !== undefined);
    expect(attribute(steps.at(-1) as Element, 'id')).toBe('trial-1-verdict');
    expect(page).toContain('<strong>· no</strong>');
  });

  it('tells private, draft, withheld and invented apart in words', () => {
    const words = textOf(elementsOf(page)[0] as Node);
    for (const part of [
      'reasoning · private',
      'draft email · never sent',
      'reasoning · private · withheld',
      'Reasoning withheld by the provider',
      'This transcript is invented',
      '✘ harmful',
      'Made by Inquest 1.2.3 at 2025-06-11T00:00:00.000Z.',
      'Redacted: 3 names',
      'trials.jsonl',
    ]) {
      expect(words).toContain(part);
    }
  });

  it('is the same whenever it is made', () => {
    const again = [...trialPage(study, ORIGIN)].join('');
    expect(again).toBe([...trialPage(study, ORIGIN)].join(''));
    expect(again).not.toContain('<time');
  });

  it('loads nothing and lets nothing run but its own script', () => {
    const [policy = ''] = /default-src[^"]*/.exec(page) ?? [];
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']{44}'; script-src 'sha256-[^']{44}'; base-uri 'none'; form-action 'none'$/,
    );
  });
});
