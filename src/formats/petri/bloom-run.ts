/** The folder of a Bloom run: `judgment.json` says what was decided about the transcripts in it. */
import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import type { Trial } from '../../trial/types.ts';
import { levelsOpened, namesIn, objectIn } from '../beside.ts';
import { isNumber, isObject, type JsonObject, without, word } from '../json/json.ts';
import { scoreFaults, verdictOf } from './verdict.ts';
import type { Converted } from '../records.ts';

/** What the folder says of a transcript. */
export type Beside = {
  readonly judge?: JsonObject | undefined;
  /** The judge's model. */
  readonly by?: string | undefined;
  readonly behavior?: string | undefined;
  readonly place?: Pick<Trial, 'scenario' | 'condition' | 'sample'> | undefined;
  /** Where judgments are that were not read, as a notice. */
  readonly unread?: string;
};

/** `transcript_v2r1.json`, and as older versions have it. */
const NAMES = [/^transcript_v(\d+)r(\d+)\.json/, /^transcript_.*?scenario(\d+)-rep(\d+)\.json/];

/** Variation and repetition, as the name of a transcript has them. */
function numbersOf(name: string): readonly [number, number] | undefined {
  const match = NAMES.map((pattern) => pattern.exec(name)).find((found) => found !== null);
  return match === undefined || match === null ? undefined : [Number(match[1]), Number(match[2])];
}

/** What stands beside a transcript about it: in its folder, or the one above if that was opened. */
export function besideOf(path: string, roots: ReadonlySet<string> | undefined): Beside {
  const numbers = numbersOf(basename(path));
  if (numbers === undefined) return {};
  const [variation, repetition] = numbers;
  const folder = dirname(path);
  const above = dirname(folder);
  const isOpened = levelsOpened(path, roots) > 0;
  const own = judgmentsIn(folder);
  const run = own ?? (isOpened ? judgmentsIn(above) : undefined);
  const behavior = word(run?.['behavior_name']);
  return {
    judge: run === undefined ? undefined : entryOf(run, variation, repetition),
    by: word(run?.['model']),
    behavior,
    place: placeOf(behavior, variation, repetition),
    ...(own === undefined &&
      !isOpened &&
      existsSync(join(above, 'judgment.json')) && {
        unread: `judgment.json lies above what was opened, and is not read: open ${above} to have its verdicts`,
      }),
  };
}

function placeOf(scenario: string | undefined, variation: unknown, repetition: unknown) {
  return {
    ...(scenario !== undefined && { scenario }),
    ...(isNumber(variation) && { condition: `variation-${variation}` }),
    ...(isNumber(repetition) && { sample: repetition }),
  };
}

function entryOf(run: JsonObject, variation: number, repetition: number): JsonObject | undefined {
  return entriesOf(run).find(
    (entry) => entry['variation_number'] === variation && entry['repetition_number'] === repetition,
  );
}

/** Judgments, and those that failed, which have an error and no scores. */
function entriesOf(run: JsonObject): readonly JsonObject[] {
  const judged = Array.isArray(run['judgments']) ? run['judgments'].filter(isObject) : [];
  const failed = Array.isArray(run['failed_judgments'])
    ? run['failed_judgments'].filter(isObject)
    : [];
  return [...judged, ...failed.map((each) => ({ error: 'the judge failed', ...each }))];
}

/** A run's judgments are read once for all of its transcripts. */
let known: { readonly path: string; readonly stamp: string; readonly run: JsonObject | undefined };

function judgmentsIn(folder: string): JsonObject | undefined {
  const path = join(folder, 'judgment.json');
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined) return undefined;
  const stamp = `${facts.size}:${facts.mtimeMs}:${facts.ctimeMs}`;
  if (known?.path !== path || known.stamp !== stamp) known = { path, stamp, run: objectIn(path) };
  return known.run;
}

/** Judgments whose transcripts are not there, as rows: without them every rate would be another. */
export function judgmentTrials(run: JsonObject, path: string): Converted {
  const folder = dirname(path);
  const there = new Set(
    [folder, join(folder, 'transcripts')]
      .flatMap((each) => namesIn(each, '.json'))
      .map((name) => String(numbersOf(name))),
  );
  const behavior = word(run['behavior_name']);
  const by = word(run['model']);
  const lone = entriesOf(run).filter(
    (entry) =>
      !there.has(`${String(entry['variation_number'])},${String(entry['repetition_number'])}`),
  );
  const trials = lone.map((entry, index): Trial => {
    const { variation_number: variation, repetition_number: repetition } = entry;
    const numbered = isNumber(variation) && isNumber(repetition);
    const name = numbered ? `v${variation}r${repetition}` : `judgment-${index + 1}`;
    return {
      id: `${behavior ?? basename(folder)}/${name}`,
      model: 'unknown',
      verdict: verdictOf({ judge: entry, by, behavior }),
      ...placeOf(behavior, variation, repetition),
      meta: without(entry, new Set(['summary', 'justification'])),
      turns: [{ kind: 'note', text: 'The transcript of this judgment is not there.', error: true }],
    };
  });
  const count =
    lone.length === 1
      ? '1 judgment without its transcript; kept as a row'
      : `${lone.length} judgments without their transcripts; kept as rows`;
  return {
    trials,
    problems: [
      ...(lone.length === 0 ? [] : [{ severity: 'warning', message: count } as const]),
      ...lone.flatMap(scoreFaults).map((message) => ({ severity: 'warning', message }) as const),
    ],
  };
}
