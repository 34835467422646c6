/** Which passages regular expressions match. The texts are read for it: PostgreSQL's own expressions mean something else. */
import type { WordCount } from '../../query/expand.ts';
import { requiredLetters, type Clause } from '../../query/required-letters.ts';
import { hasRegex } from '../../text/regex.ts';
import type { ReaderOptions } from '../backend.ts';
import type { RegexPlan } from '../plan-nodes.ts';
import { join, sql, type Sql } from '../sql.ts';
import { numberOf, type Place } from './keys.ts';
import { inBuckets, type Known, type KnownWords, type RegexPlaces } from './known.ts';
import { readPassages } from './read-trials.ts';
import { isOneOf, run, sequence } from './statement.ts';
import { arrayOf } from './text.ts';
import { hashesOfWord, hasWords } from './turn-conditions.ts';
import type { Servers } from './nodes/servers.ts';

/** Passages that are read in one go. */
const MANY = 500;

function nameOf({ source, flags, in: scopes, beside }: RegexPlan): string {
  return JSON.stringify([source, flags, scopes, beside?.map(({ places }) => places)]);
}

/** A condition on `p`: it is one of the passages that were found. */
export function isFound(found: RegexPlaces, node: RegexPlan): Sql {
  return isOneOf('(p.bucket, p.id)', found.get(nameOf(node)) ?? []);
}

/**
 * Finds the passages of some expressions, of each once a generation. `wordsOf`: the words of the
 * collection. `onLooked`: how it goes, of the passages that are read.
 */
export function createRegexPlaces(
  wordsOf: (client: Servers, known: Known) => Promise<readonly WordCount[]>,
  onLooked: ReaderOptions['onLooked'],
): (
  client: Servers,
  known: KnownWords,
  nodes: readonly RegexPlan[],
  signal: AbortSignal | undefined,
) => Promise<RegexPlaces> {
  let found = { generation: Number.NaN, places: new Map<string, readonly Place[]>() };
  return async (client, known, nodes, signal) => {
    if (found.generation !== known.generation) {
      found = { generation: known.generation, places: new Map() };
    }
    const { places } = found;
    for (const node of nodes) {
      if (places.has(nameOf(node))) continue;
      const candidates = await candidatesFor(client, known, node, await wordsOf(client, known));
      try {
        places.set(nameOf(node), await matching(client, node, candidates, signal, onLooked));
      } finally {
        onLooked?.(undefined);
      }
    }
    return places;
  };
}

/** The passages that have the letters which an expression requires, and the words beside it; or all. */
async function candidatesFor(
  client: Servers,
  known: KnownWords,
  { source, in: scopes, beside = [] }: RegexPlan,
  words: readonly WordCount[],
): Promise<readonly Place[]> {
  const kinds: Sql =
    scopes === undefined
      ? sql("p.kind <> 'rationale'")
      : { text: `p.kind IN (${scopes.map(() => '?').join(', ')})`, values: scopes };
  const conditions = [
    ...requiredLetters(source).map((clause) => hasLetters(known, clause, words)),
    ...beside.map((one) => hasWords(known, one)),
  ];
  return run<Place>(
    client,
    sequence(
      `SELECT p.bucket, p.id AS key FROM inquest.passage p WHERE ${inBuckets(known, 'p')} AND`,
      join([kinds, ...conditions], 'AND'),
      'ORDER BY p.bucket, p.id',
    ),
  );
}

/** Those of some passages that an expression matches. */
async function matching(
  client: Servers,
  node: RegexPlan,
  candidates: readonly Place[],
  signal: AbortSignal | undefined,
  onLooked: ReaderOptions['onLooked'],
): Promise<readonly Place[]> {
  const found: Place[] = [];
  for (let at = 0; at < candidates.length; at += MANY) {
    signal?.throwIfAborted();
    onLooked?.(at / candidates.length);
    const some = candidates.slice(at, at + MANY);
    const texts = await readPassages(client, some);
    found.push(...some.filter((place) => hasRegex(texts.get(numberOf(place)) ?? '', node)));
  }
  return found;
}

/** Passages with a word that has one of some runs of letters. */
function hasLetters(known: Known, clause: Clause, words: readonly WordCount[]): Sql {
  const hashes = words.flatMap(({ word }) =>
    clause.some((run) => word.includes(run)) ? hashesOfWord(known, word) : [],
  );
  return { text: 'p.words && ?::bigint[]', values: [arrayOf(hashes)] };
}
