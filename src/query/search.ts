/** Turns what a store found into hits a person can read: excerpts with the match marked. */
import { excerpt } from '../text/excerpt.ts';
import { findMatches } from '../text/match.ts';
import { isFor, type MatchPattern } from '../text/patterns.ts';
import type { Hit, PassageKind, RawHit, RawHits, TrialRow, TrialKey } from './results.ts';

/** The part of a store that reading hits takes. */
export type HitSource = {
  readonly rows: (keys: readonly TrialKey[]) => Promise<readonly TrialRow[]>;
  readonly passages: (ids: readonly number[]) => Promise<ReadonlyMap<number, string>>;
};

const EXCERPT_CHARACTERS = 240;
/** Matches looked for in one passage: enough for an excerpt and for closeness. */
const MOST_MATCHES = 200;
/** Hits read in one go, before others have a turn. */
const BATCH = 100;

/** What is shown of a passage, and what the closeness of the words in it is worth. */
type Piece = Pick<Hit, 'excerpt' | 'ranges'> & { readonly boost: number };
/** What has been read of passages for some patterns, by number: of a search that shows parts of its answer. */
export type ReadPieces = Map<number, Piece>;

/**
 * Reads the passages of raw hits, but those that are in `pieces`. Among hits the words of a query of
 * several words weigh more the closer together they stand: the score is multiplied by up to 1.25.
 * `pause` is called now and then, and may end it.
 */
export async function readHits(
  raw: RawHits,
  patterns: readonly MatchPattern[],
  source: HitSource,
  pause: () => Promise<void> = async () => undefined,
  pieces: ReadPieces = new Map(),
): Promise<readonly Hit[]> {
  const hits: Hit[] = [];
  // One list a kind, since `findMatches` caches what it makes of a list.
  const wanted = new Map<PassageKind, readonly MatchPattern[]>();
  const patternsFor = (kind: PassageKind): readonly MatchPattern[] => {
    const known = wanted.get(kind) ?? patterns.filter((one) => isFor(one, kind));
    wanted.set(kind, known);
    return known;
  };
  for (let at = 0; at < raw.hits.length; at += BATCH) {
    const batch = raw.hits.slice(at, at + BATCH);
    const rows = new Map(
      (await source.rows([...new Set(batch.map(({ key }) => key))])).map((row) => [row.key, row]),
    );
    const unread = batch.filter(({ passage }) => !pieces.has(passage));
    const texts = await source.passages([...new Set(unread.map(({ passage }) => passage))]);
    for (const { passage, kind } of unread) {
      const text = texts.get(passage);
      if (text !== undefined) pieces.set(passage, pieceOf(text, patternsFor(kind)));
    }
    for (const hit of batch) {
      const row = rows.get(hit.key);
      const piece = pieces.get(hit.passage);
      if (row !== undefined && piece !== undefined) hits.push(hitOf(hit, row, piece));
    }
    await pause();
  }
  return hits.toSorted((a, b) => b.score - a.score);
}

function pieceOf(text: string, patterns: readonly MatchPattern[]): Piece {
  const matches = findMatches(text, patterns, MOST_MATCHES);
  const cluster = closest(matches, patterns.length);
  const piece = excerpt(
    text,
    [...cluster.matches, ...after(matches, cluster.matches)],
    EXCERPT_CHARACTERS,
  );
  return { excerpt: piece.text, ranges: piece.ranges, boost: cluster.boost };
}

function hitOf(hit: RawHit, row: TrialRow, { excerpt: text, ranges, boost }: Piece): Hit {
  return {
    key: row.key,
    trial: row.id,
    model: row.model,
    outcome: row.outcome,
    turn: hit.turn,
    kind: hit.kind,
    score: Math.round(hit.score * boost * 1000) / 1000,
    excerpt: text,
    ranges,
    sameIn: hit.trials,
  };
}

type Found = ReturnType<typeof findMatches>;

function after(matches: Found, cluster: Found): Found {
  const end = cluster.at(-1)?.end ?? 0;
  return matches.filter(({ start }) => start >= end);
}

/** The run of matches that has every pattern in the least space, and what that is worth. */
function closest(
  matches: Found,
  patterns: number,
): { readonly matches: Found; readonly boost: number } {
  const different = new Set(matches.map(({ pattern }) => pattern)).size;
  if (different < 2 || patterns < 2) return { matches: matches.slice(0, 1), boost: 1 };
  let best: { from: number; to: number; length: number } | undefined;
  const inside = new Map<number, number>();
  let from = 0;
  matches.forEach((match, to) => {
    inside.set(match.pattern, (inside.get(match.pattern) ?? 0) + 1);
    while (inside.size === different) {
      const first = matches[from];
      if (first === undefined) break;
      const length = match.end - first.start;
      if (best === undefined || length < best.length) best = { from, to, length };
      const left = (inside.get(first.pattern) ?? 1) - 1;
      if (left === 0) inside.delete(first.pattern);
      else inside.set(first.pattern, left);
      from += 1;
    }
  });
  if (best === undefined) return { matches: matches.slice(0, 1), boost: 1 };
  return {
    matches: matches.slice(best.from, best.to + 1),
    boost: 1 + 0.25 * (1 / (1 + best.length / 100)),
  };
}
