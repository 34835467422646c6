/**
 * Phrases with so many words for their places that not all combinations can be asked for: the places
 * of the words themselves are compared. Exact, and slower than a phrase of the full-text index.
 */
import type { Choice } from '../../query/plan-types.ts';
import type { TextPlan } from '../plan-nodes.ts';
import type { Sql } from '../sql.ts';

/** The places of all words, as a connection that reads has them (`term`, `doc`, `offset`). */
export const PLACES =
  'CREATE VIRTUAL TABLE temp.word_place USING fts5vocab (main, word, instance);';

/** A query for the passages (`doc`) that have, one after the other, a word of each place. */
export function widePhrase({ places }: TextPlan): Sql {
  const found = places.map(
    (place, at) => `SELECT i.doc, i.offset - ${at} AS start FROM json_each(?) j
      CROSS JOIN temp.word_place i ON i.term ${
        place.some(({ prefix }) => prefix === true)
          ? '>= j.value AND i.term < j.value || char(1114111)'
          : '= j.value'
      }`,
  );
  return {
    text: `SELECT DISTINCT doc FROM (${found.join(' INTERSECT ')})`,
    values: places.map((place) => JSON.stringify(place.map(({ word }: Choice) => word))),
  };
}
