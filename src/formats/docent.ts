/** Agent runs of Docent: an object a run, with one or several transcripts, each of them a trial. */
import type { Trial, Turn } from '../trial/types.ts';
import { checked } from './checked/checked.ts';
import { chatReader } from './chat/chat.ts';
import { withUnsaid } from './chat/unsaid.ts';
import type { Claim, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import {
  isNumber,
  isObject,
  type JsonObject,
  objectAt,
  sniffJson,
  without,
  word,
} from './json/json.ts';
import { type Converted, readRecords } from './records.ts';
import { ruleOf, withRule } from './verdict-rule.ts';

/** JSON or JSONL of agent runs. */
export const docent = checked({
  name: 'docent',
  title: 'Docent agent runs',
  appends: true,
  detect,
  read,
});

function detect(head: Head): Claim | undefined {
  const sniff = sniffJson(head);
  const shape = sniff?.keys.get('transcripts');
  if (sniff === undefined || (shape !== '[' && shape !== '{')) return undefined;
  const inside =
    sniff.record === undefined
      ? /"messages"\s*:\s*\[/.test(head.bytes.toString('utf8'))
      : transcriptsOf(sniff.record).some(({ value }) => Array.isArray(value['messages']));
  return inside
    ? {
        confidence: sniff.record === undefined ? 0.85 : 0.9,
        why: 'its records have transcripts with messages',
      }
    : undefined;
}

function read(file: SourceFile, options: ReadOptions): AsyncIterable<ReadItem> {
  const rule = ruleOf(options.verdict);
  return readRecords(file, options, (value, { file: { name }, number }) => {
    const given = isObject(value) ? transcriptsOf(value) : [];
    if (!isObject(value) || given.length === 0) {
      return {
        problems: [
          { severity: 'error', message: 'no agent run with transcripts; it was passed over' },
        ],
      };
    }
    const { trials = [], problems } = runTrials(value, given, `${name}:${number}`);
    const ruled = { ...value, scores: objectAt(objectAt(value, 'metadata'), 'scores') };
    return {
      trials: withUnsaid(trials, value).map((trial) => withRule(trial, ruled, rule)),
      problems,
    };
  });
}

type Transcript = { readonly name: string | undefined; readonly value: JsonObject };

/** A list of transcripts; older runs have an object of them by name. */
function transcriptsOf(run: JsonObject): readonly Transcript[] {
  const given = run['transcripts'];
  const pairs: readonly (readonly [string | undefined, unknown])[] = Array.isArray(given)
    ? given.map((value) => [undefined, value])
    : isObject(given)
      ? Object.entries(given)
      : [];
  return pairs.flatMap(([key, value]) =>
    isObject(value) ? [{ name: word(value['name']) ?? key, value }] : [],
  );
}

function runTrials(
  run: JsonObject,
  transcripts: readonly Transcript[],
  fallback: string,
): Converted {
  const own = word(run['id']) ?? fallback;
  const groups = Array.isArray(run['transcript_groups']) ? run['transcript_groups'] : [];
  const empty: string[] = [];
  const used = new Set<string>();
  const trials = transcripts.map(({ name, value }, index): Trial => {
    const wanted = name ?? word(value['id']) ?? String(index + 1);
    const label = used.has(wanted) ? `${wanted}-${index + 1}` : wanted;
    used.add(label);
    const turns = turnsOf(value['messages']);
    if (turns.length === 0) empty.push(label);
    const group = groups.find(
      (each) => isObject(each) && each['id'] === value['transcript_group_id'],
    );
    return trialOf(run, value, {
      id: transcripts.length === 1 ? own : `${own}/${label}`,
      group: isObject(group) ? (word(group['name']) ?? word(group['id'])) : undefined,
      turns:
        turns.length > 0 ? turns : [{ kind: 'note', text: 'This transcript has no messages.' }],
    });
  });
  const problems = empty.map((label) => ({
    severity: 'notice' as const,
    message: `the transcript ${label} has no messages`,
  }));
  return { trials, problems };
}

function turnsOf(messages: unknown): Turn[] {
  return Array.isArray(messages) ? messages.flatMap(chatReader()) : [];
}

/** What loaders of Docent write into `metadata`, and where a trial has a place for it. */
const TAKEN_RUN = new Set('id transcripts transcript_groups metadata'.split(' '));
const TAKEN_TRANSCRIPT = new Set(
  'id name transcript_group_id created_at messages metadata'.split(' '),
);

function trialOf(
  run: JsonObject,
  transcript: JsonObject,
  { id, group, turns }: { id: string; group: string | undefined; turns: readonly Turn[] },
): Trial {
  const metadata = { ...objectAt(run, 'metadata'), ...objectAt(transcript, 'metadata') };
  const spoken = turns
    .map(({ meta }) => word(meta?.['model']))
    .find((model) => model !== undefined);
  const scores = objectAt(metadata, 'scores');
  const task = metadata['task_id'];
  const scenario = isNumber(task) ? String(task) : word(task);
  const named = objectAt(metadata, 'model')['name'];
  const sample = metadata['sample_id'];
  const startedAt = word(transcript['created_at']);
  const meta = {
    ...without(run, TAKEN_RUN),
    ...without(transcript, TAKEN_TRANSCRIPT),
    ...(group !== undefined && { group }),
    ...without(
      metadata,
      new Set([
        ...(typeof metadata['model'] === 'string' ? ['model'] : []),
        ...(isObject(metadata['scores']) ? ['scores'] : []),
        ...(scenario === undefined ? [] : ['task_id']),
        ...(isNumber(sample) || typeof sample === 'string' ? ['sample_id'] : []),
      ]),
    ),
  };
  return {
    id,
    model: word(metadata['model']) ?? word(named) ?? spoken ?? 'unknown',
    verdict: {
      outcome: 'unjudged',
      ...(Object.keys(scores).length > 0 && { scores }),
    },
    ...(scenario !== undefined && { scenario }),
    ...((isNumber(sample) || typeof sample === 'string') && { sample }),
    ...(startedAt !== undefined && { startedAt }),
    ...(Object.keys(meta).length > 0 && { meta }),
    turns,
  };
}
