/**
 * Transcripts of Petri and Bloom: a JSON file each, with the events that made what the target and
 * the auditor saw. The target's view is the trial; the auditor's view, and what was taken back, are
 * trials besides, unjudged and tagged.
 */
import { basename, dirname, join } from 'node:path';

import type { Trial } from '../trial/types.ts';
import { withUnsaid } from './chat/unsaid.ts';
import { checked } from './checked/checked.ts';
import { isOlderBloom, olderBloom } from './petri/bloom-older.ts';
import { besideOf, judgmentTrials } from './petri/bloom-run.ts';
import type { Claim, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import { isObject, sniffJson } from './json/json.ts';
import { transcriptTrials } from './petri/transcript.ts';
import { type At, type Converted, eachOf, readRecords } from './records.ts';
import { ruleOf, withRule } from './verdict-rule.ts';

/** Transcripts of Petri 1 and Bloom, and the judgments of a Bloom run. */
export const petriBloom = checked({
  name: 'petri-bloom',
  title: 'Petri and Bloom transcripts',
  appends: false,
  beside: (path) => {
    const folder = dirname(path);
    return basename(path) === 'judgment.json'
      ? [folder, join(folder, 'transcripts')]
      : [join(folder, 'judgment.json'), join(dirname(folder), 'judgment.json')];
  },
  detect,
  read,
});

const EVENTS = /"type"\s*:\s*"(?:transcript_event|tool_creation_event|decision_event)"/;

function detect(head: Head): Claim | undefined {
  const sniff = sniffJson(head);
  if (sniff === undefined) return undefined;
  const { keys, shape, record } = sniff;
  const text = head.bytes.toString('utf8');
  const bare = shape === 'array' && (record?.['type'] === 'transcript_event' || keys.has('edit'));
  if (bare) return { confidence: 0.9, why: 'it is an array of transcript events' };
  if (
    keys.get('judgments') === '[' &&
    (keys.has('behavior_name') || keys.has('summary_statistics'))
  ) {
    return { confidence: 0.9, why: 'it has the judgments of a Bloom run' };
  }
  const described =
    keys.get('metadata') === '{' && /"(?:target_model|auditor_model|transcript_id)"/.test(text);
  if (keys.get('events') === '[') {
    if (EVENTS.test(text)) return { confidence: 0.95, why: 'it has transcript events' };
    if (keys.has('target_model_id')) {
      return { confidence: 0.9, why: 'it has events and target_model_id, as older Bloom does' };
    }
    if (described) {
      return { confidence: 0.8, why: 'it has events and the metadata of a transcript' };
    }
  }
  // Metadata with a long judgment may fill the head: the events come after it.
  if (described && !head.whole && keys.size === 1) {
    return { confidence: 0.75, why: 'it begins with the metadata of a transcript' };
  }
  if (keys.get('target_messages') === '[' && keys.get('metadata') === '{') {
    return { confidence: 0.8, why: 'it has target_messages and metadata' };
  }
  return undefined;
}

function read(file: SourceFile, options: ReadOptions): AsyncIterable<ReadItem> {
  const rule = ruleOf(options.verdict);
  return readRecords(
    file,
    options,
    (value, at) => {
      const {
        trial,
        trials = trial === undefined ? [] : [trial],
        problems,
      } = convert(value, at, options);
      return {
        trials: kept(value, trials).map((each) =>
          isExtra(each) ? each : withRule(each, ruled(value, each), rule),
        ),
        problems,
      };
    },
    (document) => eachOf(document, isEvents),
  );
}

/** Trials with what of the file is in none of them. Judgments are joined to transcripts elsewhere. */
function kept(value: unknown, trials: readonly Trial[]): readonly Trial[] {
  if (Array.isArray(value)) return withUnsaid(trials, { events: value });
  return isObject(value) && !Array.isArray(value['judgments']) ? withUnsaid(trials, value) : trials;
}

/** A bare array of events is one transcript, not many records. */
function isEvents(value: readonly unknown[]): boolean {
  return value.some(
    (each) => isObject(each) && (each['type'] === 'transcript_event' || 'edit' in each),
  );
}

/** What a rule of `--verdict` sees: the file, with the scores where one looks for them. */
function ruled(value: unknown, { verdict }: Trial): unknown {
  const scores = Object.fromEntries(
    Object.entries(verdict.scores ?? {}).map(([name, score]) => [
      name,
      isObject(score) ? score['value'] : score,
    ]),
  );
  return { ...(isObject(value) ? value : {}), scores };
}

function isExtra({ tags }: Trial): boolean {
  return tags?.some((tag) => tag === 'branch' || tag === 'view') === true;
}

function convert(value: unknown, at: At, { roots }: ReadOptions): Converted {
  if (Array.isArray(value)) return transcriptTrials({ events: value }, idOf(at), {});
  if (!isObject(value)) {
    return { problems: [{ severity: 'error', message: 'not a transcript; it was passed over' }] };
  }
  if (Array.isArray(value['judgments'])) return judgmentTrials(value, at.file.path);
  if (isOlderBloom(value)) return olderBloom(value, idOf(at));
  const beside = besideOf(at.file.path, roots);
  const converted = transcriptTrials(value, idOf(at), beside);
  if (beside.unread === undefined) return converted;
  const notice = { severity: 'notice', message: beside.unread } as const;
  return { ...converted, problems: [...(converted.problems ?? []), notice] };
}

function idOf({ file, number }: At): string {
  const stem = basename(file.name).replace(/\.json(?:\.gz|\.zst)?$/, '');
  return number > 1 ? `${stem}:${number}` : stem;
}
