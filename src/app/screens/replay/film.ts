/**
 * A trial as a film: how long every step is read, and which time a place in it has. Time passes
 * evenly over the letters of a step, so that places and times turn into each other without reading.
 */
import { createCache, createWeakCache, type Cache } from '../../../text/remember.ts';
import { readingMs, wordsIn } from '../../../walkthrough/pace.ts';
import type { Trial, Turn, TurnKind } from '../../../trial/types.ts';
import { stepOrder, verdictStep } from './steps.ts';

/** A step with when it begins and how long it is read, in milliseconds at single speed. */
type Scene = { readonly step: number; readonly from: number; readonly ms: number };

/** The turns in order; it ends where the verdict begins. */
export type Film = { readonly scenes: readonly Scene[]; readonly total: number };

/** What one takes to see who speaks now, however short the turn is. */
const TURN_MS = 1000;
/** Of a longer text the words are estimated from its beginning. */
const COUNTED = 100_000;

const films = createWeakCache<Trial, Cache<string, Film>>();

/** Which turns are shown, and in which order. */
type Shown = { readonly byTime: boolean; readonly folded: readonly TurnKind[] };

export function filmOf(trial: Trial, shown: Shown, wordsPerMinute: number): Film {
  const key = `${shown.byTime}:${shown.folded.join()}:${wordsPerMinute}`;
  return films(trial, () => createCache())(key, () => makeFilm(trial, shown, wordsPerMinute));
}

function makeFilm(trial: Trial, { byTime, folded }: Shown, wordsPerMinute: number): Film {
  const scenes: Scene[] = [];
  let from = 0;
  for (const step of stepOrder(trial, byTime)) {
    const turn = trial.turns[step - 1];
    if (turn === undefined || folded.includes(turn.kind)) continue;
    const ms = TURN_MS + readingMs(wordsOf(turn), turn.kind, wordsPerMinute);
    scenes.push({ step, from, ms });
    from += ms;
  }
  return { scenes, total: from };
}

function wordsOf({ text }: Turn): number {
  if (text.length <= COUNTED) return wordsIn(text);
  return (wordsIn(text.slice(0, COUNTED)) * text.length) / COUNTED;
}

/** The time at a share (0 to 1) of a step; at the verdict, the end. */
export function timeAt({ scenes, total }: Film, step: number, share: number): number {
  const scene = scenes.find((one) => one.step === step);
  return scene === undefined ? total : scene.from + scene.ms * Math.min(1, Math.max(0, share));
}

/** The step and the share of it at a time; from the end on, the verdict. */
export function placeAt(
  { scenes }: Film,
  trial: Trial,
  time: number,
): { readonly step: number; readonly share: number } {
  const wanted = Math.max(0, time);
  const scene = scenes.find(({ from, ms }) => wanted < from + ms);
  if (scene === undefined) return { step: verdictStep(trial), share: 0 };
  return { step: scene.step, share: (wanted - scene.from) / scene.ms };
}

/** How long a whole step is read; nothing for the verdict, which ends the film. */
export function sceneMs({ scenes }: Film, step: number): number {
  return scenes.find((one) => one.step === step)?.ms ?? 0;
}
