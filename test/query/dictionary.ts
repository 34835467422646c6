/** A made dictionary: invented words with forms, misspellings and junk, the same every time. */
import type { WordCount } from '../../src/query/expand.ts';

/** None makes a negating prefix: opposites are left out on purpose, and tested by themselves. */
const SYLLABLES = [
  'ba',
  'bre',
  'con',
  'cho',
  'de',
  'dru',
  'eth',
  'fa',
  'fle',
  'gra',
  'ghi',
  'hu',
  'jo',
  'ka',
  'kwe',
  'leg',
  'lo',
  'man',
  'mye',
  'nor',
  'oxa',
  'pro',
  'phi',
  'qua',
  'ra',
  'rhu',
  'se',
  'sti',
  'shau',
  'ta',
  'tre',
  'ver',
  'vo',
  'wi',
  'yel',
  'zu',
];
const ENDINGS = ['', 's', 'ed', 'ing', 'al', 'ally', 'ation', 'ness'];

/** At least this many different words, with counts that fall off as in a language. */
export function madeDictionary(size: number): readonly WordCount[] {
  let state = 12_345;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const words = new Set<string>();
  while (words.size < size) {
    const root = Array.from({ length: 3 + below(3) }, () => SYLLABLES[below(SYLLABLES.length)]);
    const word = root.join('') + (ENDINGS[below(ENDINGS.length)] ?? '');
    words.add(word);
    // One word in ten is also there with a letter dropped.
    const at = below(word.length);
    if (below(10) === 0) words.add(word.slice(0, at) + word.slice(at + 1));
  }
  return [...words].map((word, at) => ({ word, count: 1 + Math.floor(50_000 / (at + 1)) }));
}
