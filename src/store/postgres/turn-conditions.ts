/** Conditions on passages: what words they have, who wrote them. */
import type { Pattern, TurnField } from '../../query/ast.ts';
import type { Choice } from '../../query/plan-types.ts';
import type { TextPlan } from '../plan-nodes.ts';
import { escaped, isAscii, likePattern } from '../patterns.ts';
import { join, NEVER, wrap, type Sql } from '../sql.ts';
import type { Known, KnownWords } from './known.ts';
import { arrayOf, toSql, wordHash } from './text.ts';

/** The hashes of a word, one in each collection. */
export function hashesOfWord({ collections }: Known, word: string): readonly bigint[] {
  return collections.map(({ id }) => wordHash(id, word));
}

/** The words that a choice stands for. */
export function wordsOfChoice(known: KnownWords, { word, prefix }: Choice): readonly string[] {
  return prefix === true ? known.beginningWith(word) : [word];
}

function hashesOf(known: KnownWords, choice: Choice): readonly bigint[] {
  return wordsOfChoice(known, choice).flatMap((word) => hashesOfWord(known, word));
}

/** Passages with, one after the other, a word of each place. */
export function hasWords(known: KnownWords, { places }: TextPlan): Sql {
  const hashes = places.map((place) =>
    arrayOf(new Set(place.flatMap((one) => hashesOf(known, one)))),
  );
  if (hashes.includes('{}')) return NEVER;
  const all = join(
    hashes.map((some) => ({ text: 'p.words && ?::bigint[]', values: [some] })),
    'AND',
  );
  if (hashes.length === 1) return all;
  // The first word from the row itself: of a long array each element that is asked for costs the whole of it.
  const adjacent = hashes.map((some, at) => ({
    text: `${at === 0 ? 'w.word' : `p.words[w.n::int + ${at}]`} = ANY (?::bigint[])`,
    values: [some],
  }));
  return join(
    [
      all,
      wrap(
        'EXISTS (SELECT 1 FROM unnest(p.words) WITH ORDINALITY w(word, n) WHERE ',
        join(adjacent, 'AND'),
        ')',
      ),
    ],
    'AND',
  );
}

const TURN_COLUMNS: Readonly<Record<TurnField, string>> = {
  kind: 'p.kind',
  from: 'p.sender',
  to: 'p.recipient',
  subject: 'p.subject',
  draft: "(CASE WHEN p.draft THEN 'yes' ELSE 'no' END)",
};

/** Headers are matched anywhere in them, with a `*` from end to end. */
export function turnCondition(field: TurnField, value: Pattern): Sql {
  const isWhole = field === 'kind' || field === 'draft' || value.glob;
  return matches(TURN_COLUMNS[field], isWhole ? likePattern(value) : `%${escaped(value.text)}%`);
}

/** A text fits a pattern; of letters beside ASCII the case is that of Unicode. */
export function matches(column: string, pattern: string): Sql {
  return isAscii(pattern)
    ? { text: `${column} ILIKE ?`, values: [toSql(pattern)] }
    : {
        text: `lower(${column} COLLATE "und-x-icu") COLLATE "C" LIKE ?`,
        values: [toSql(pattern.toLowerCase())],
      };
}
