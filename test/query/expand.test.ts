/** What a query word is taken to mean, and that nothing Fuse.js would find is lost on the way. */
import Fuse from 'fuse.js';
import { describe, expect, it } from 'vitest';
import { createExpander, THRESHOLD } from '../../src/query/expand.ts';
import { family } from '../../src/query/families.ts';
import type { Variant } from '../../src/query/plan-types.ts';
import { madeDictionary } from './dictionary.ts';

const ENGLISH = [
  'unethical unethically unehtical ethical ethically ethics not ether legal legally illegal',
  'paralegal legality illegality acceptable unacceptable leverage leveraging leveraged safe safely',
  'unsafe failsafe form from inform moral more immoral zoe act action 2025 2026 blackmail',
  'blackmailed blackmailing 威胁要公开 公开',
].flatMap((line) => line.split(' '));
const expander = createExpander(ENGLISH.map((word, at) => ({ word, count: at + 1 })));

const on = (variants: readonly Variant[]): readonly string[] =>
  variants.filter((one) => one.on).map(({ word }) => word);
const off = (variants: readonly Variant[]): readonly string[] =>
  variants.filter((one) => one.related && !one.on).map(({ word }) => word);

describe('a fuzzy word', () => {
  it('stands for itself first, then for its forms and misspellings', () => {
    const variants = expander.expand('unethical', 'fuzzy');
    expect(variants[0]).toEqual({
      word: 'unethical',
      count: 1,
      closeness: 1,
      related: false,
      on: true,
    });
    expect(new Set(on(variants))).toEqual(new Set(['unethical', 'unethically', 'unehtical']));
  });

  it.each([
    ['unehtical', 'unethical'],
    ['unethcal', 'unethical'],
    ['levreage', 'leverage'],
    ['leverage', 'leveraging'],
    ['blakmail', 'blackmail'],
    ['Zoe', 'zoe'],
    ['Zoë', 'zoe'],
    ['legal', 'paralegal'],
  ])('%s finds %s', (typed, word) => {
    expect(on(expander.expand(typed, 'fuzzy'))).toContain(word);
  });

  it.each([
    ['unethical', 'ethical'],
    ['ethical', 'unethical'],
    ['ethical', 'unethically'],
    ['legal', 'illegal'],
    ['legal', 'illegality'],
    ['acceptable', 'unacceptable'],
    ['unacceptabl', 'acceptable'],
    ['moral', 'immoral'],
    ['unsafe', 'safe'],
  ])('%s does not bring its opposite %s unasked', (typed, opposite) => {
    const variants = expander.expand(typed, 'fuzzy');
    expect(on(variants)).not.toContain(opposite);
    expect(off(variants)).toContain(opposite);
  });

  it('offers the negation of a negated word as a phrase', () => {
    expect(off(expander.expand('unethical', 'fuzzy'))).toEqual([
      'not ethical',
      'ethics',
      'ethically',
      'ethical',
    ]);
    expect(off(expander.expand('ethical', 'fuzzy'))).not.toContain('not ethical');
  });

  it('does not take a short word for one that has it inside, or that swaps its letters', () => {
    expect(on(expander.expand('safe', 'fuzzy'))).toEqual(['safe', 'safely']);
    expect(on(expander.expand('form', 'fuzzy'))).toEqual(['form']);
  });

  it('is taken exactly if it is very short or a number, as a beginning if it is no word yet', () => {
    expect(on(expander.expand('act', 'fuzzy'))).toEqual(['act']);
    expect(on(expander.expand('une', 'fuzzy'))).toEqual(['unehtical', 'unethically', 'unethical']);
    expect(on(expander.expand('2025', 'fuzzy'))).toEqual(['2025']);
  });

  it('is looked for letter by letter in scripts without spaces', () => {
    expect(on(expander.expand('公开', 'fuzzy'))).toEqual(['公开']);
  });

  it('may be nowhere', () => {
    expect(expander.expand('xylophone', 'fuzzy')).toEqual([]);
    expect(createExpander([]).expand('unethical', 'fuzzy')).toEqual([]);
  });
});

describe('an exact word and a beginning', () => {
  it('are not fuzzy', () => {
    expect(on(expander.expand('Ethical', 'exact'))).toEqual(['ethical']);
    expect(expander.expand('ethcal', 'exact')).toEqual([]);
    expect(on(expander.expand('ethic', 'prefix'))).toEqual(['ethics', 'ethically', 'ethical']);
  });
});

describe('families', () => {
  const isWord = (word: string): boolean => ENGLISH.includes(word);
  it.each([
    ['unethically', 'ethic', true],
    ['ethics', 'ethic', false],
    ['illegality', 'legal', true],
    ['inform', 'inform', false],
    ['more', 'more', false],
  ])('%s has the stem %s', (word, stem, negative) => {
    expect(family(word, isWord)).toEqual({ stem, negative });
  });
});

describe('against Fuse.js over every word', () => {
  const dictionary = madeDictionary(20_000);
  const large = createExpander(dictionary);
  const counts = new Map(dictionary.map(({ word, count }) => [word, count]));
  const plain = new Fuse(
    dictionary.map(({ word }) => word),
    { includeScore: true, threshold: THRESHOLD, ignoreLocation: true, ignoreFieldNorm: true },
  );
  const occurrences = (words: readonly string[]): number =>
    words.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0);

  /** Words typed: some from the dictionary, some with two letters changed over, some with one less. */
  const typed = dictionary
    .filter(({ word }) => word.length >= 5)
    .filter((_, at) => at % 200 === 0)
    .map(({ word }, at) => {
      if (at % 3 === 0) return word;
      const place = 1 + (at % (word.length - 2));
      const rest = word.slice(place + 1);
      return at % 3 === 1
        ? word.slice(0, place) + rest
        : word.slice(0, place) + rest.charAt(0) + word.charAt(place) + rest.slice(1);
    });

  const compared = typed.map((word) => {
    const variants = large.expand(word, 'fuzzy');
    const related = new Set(variants.filter((one) => one.related).map((one) => one.word));
    const wanted = plain.search(word).map(({ item }) => item);
    return { variants, wanted: wanted.filter((item) => !related.has(item)) };
  });

  it('finds at least 99 % of the passages it finds, opposites aside', () => {
    const all = compared.flatMap(({ wanted }) => wanted);
    const found = compared.flatMap(({ variants, wanted }) => {
      const active = new Set(on(variants));
      return wanted.filter((item) => active.has(item));
    });
    expect(compared.length).toBeGreaterThan(50);
    expect(all.length).toBeGreaterThan(compared.length);
    expect(occurrences(found) / occurrences(all)).toBeGreaterThanOrEqual(0.99);
  });

  it('loses none of the words, however many there are', () => {
    const missing = compared.flatMap(({ variants, wanted }) => {
      const listed = new Set(variants.map((one) => one.word));
      return wanted.filter((item) => !listed.has(item));
    });
    expect(missing).toEqual([]);
  });
});
