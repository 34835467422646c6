/** Any other JSON records, by the names of their fields: recognised ones, or those of `--map`. */
import { basename } from 'node:path';

import { promptTurns } from '../trial/emails.ts';
import { isDisputed, recomputeGates } from '../trial/gates.ts';
import { isJudgeFailure, outcomeOf } from '../trial/outcome.ts';
import { splitResponse } from '../trial/split.ts';
import type { Outcome, Trial, Turn, Verdict } from '../trial/types.ts';
import { checked } from './checked/checked.ts';
import { chatTurns, isChat, spokenTurns, textOf } from './chat/chat.ts';
import { type FieldName, FIELDS, valueAt } from './field-map.ts';
import type { Claim, FieldMap, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import { isNumber, isObject, type JsonObject, sniffJson } from './json/json.ts';
import { type At, type Converted, problem, readRecords } from './records.ts';
import { failureNote, scenarioLabel, scenarioOf, studyTrial } from './study/record.ts';
import { ruleOf, type VerdictRule, withRule } from './verdict-rule.ts';

/** JSON lines, an array of records or one record, with fields of any names. */
export const mapped = checked({
  name: 'jsonl',
  title: 'JSON records, by field names',
  appends: true,
  mappable: true,
  detect,
  read,
});

const CONTENT: readonly FieldName[] = ['message', 'messages', 'reasoning'];
const OTHER: readonly FieldName[] = ['model', 'prompt', 'system', 'label', 'condition', 'scenario'];

function detect(head: Head): Claim | undefined {
  const sniff = sniffJson(head);
  if (sniff === undefined) return undefined;
  const { keys, shape } = sniff;
  const found = (fields: readonly FieldName[]) =>
    fields.flatMap((field) => FIELDS[field].filter((name) => keys.has(name)).slice(0, 1));
  const content = found(CONTENT);
  const other = found(OTHER);
  const chat = FIELDS.messages.some((name) => keys.get(name) === '[');
  const why = `its records have ${[...content, ...other].join(', ')}`;
  if (content.length > 0 && (shape === 'lines' || chat || other.length > 0)) {
    return { confidence: chat || other.length > 0 ? 0.5 : 0.3, why };
  }
  if (shape === 'lines' && /\.(?:jsonl|ndjson)(?:\.gz|\.zst)?$/i.test(head.file.name)) {
    return { confidence: 0.05, why: 'it is JSON lines, though no field of it is recognised' };
  }
  return undefined;
}

async function* read(file: SourceFile, options: ReadOptions): AsyncGenerator<ReadItem> {
  const rule = ruleOf(options.verdict);
  const tallies: Tallies = { speechless: { count: 0 }, nameless: { count: 0 } };
  const convert = (value: unknown, at: At) =>
    convertRecord(value, at, options.map ?? {}, rule, tallies);
  let held: ReadItem | undefined;
  for await (const item of readRecords(file, options, convert)) {
    if (held !== undefined) yield held;
    held = item;
  }
  // Once for all records: a file of a million strange lines must not give a million problems.
  yield* summary(file, tallies);
  if (held !== undefined) yield held;
}

type Tally = { count: number; place?: string; fields?: readonly string[] };
/** Records without anything that a model said, and trials without a model's name. */
type Tallies = { readonly speechless: Tally; readonly nameless: Tally };

function count(tally: Tally, at: At, record: JsonObject): void {
  tally.count += 1;
  tally.place ??= at.place;
  tally.fields ??= Object.keys(record).slice(0, 12);
}

function* summary(file: SourceFile, { speechless, nameless }: Tallies): Generator<ReadItem> {
  if (speechless.count > 0) {
    const fields = speechless.fields?.join(', ') ?? '';
    const message = `${records(speechless.count)} passed over: no field holds what a model said (fields: ${fields}); name one with --map message=FIELD`;
    yield problem(file, speechless.place, 'error', message);
  }
  if (nameless.count > 0) {
    const message = `${records(nameless.count)} without a model, shown as "unknown"; name the field with --map model=FIELD`;
    yield problem(file, nameless.place, 'warning', message);
  }
}

function records(count: number): string {
  return count === 1 ? '1 record' : `${count} records`;
}

/** A foreign record as a trial. */
function convertRecord(
  value: unknown,
  at: At,
  map: FieldMap,
  rule: VerdictRule | undefined,
  tallies: Tallies,
): Converted {
  const record = Array.isArray(value) ? { messages: value } : value;
  if (!isObject(record)) {
    const message = 'not a record with fields; it was passed over';
    return { problems: [{ severity: 'error', message }] };
  }
  const trial = trialOf(record, at, map);
  if (trial === undefined) {
    count(tallies.speechless, at, record);
    return {};
  }
  if (trial.model === 'unknown') count(tallies.nameless, at, record);
  return { trial: withRule(trial, record, rule) };
}

const SILENT: Turn = { kind: 'note', text: 'This record has no text.' };

/** A field of a record: where the map says, else by the names it is known by. */
type Lookup = {
  readonly get: (field: FieldName) => unknown;
  /** Top-level keys that have been used. */
  readonly used: ReadonlySet<string>;
};

function lookup(record: JsonObject, map: FieldMap): Lookup {
  const used = new Set<string>();
  const get = (field: FieldName) => {
    const named = map[field];
    for (const path of named === undefined ? FIELDS[field] : [named]) {
      const value = valueAt(record, path);
      if (value === undefined || value === null) continue;
      used.add(path);
      return value;
    }
    return undefined;
  };
  return { get, used };
}

function trialOf(record: JsonObject, at: At, map: FieldMap): Trial | undefined {
  const { get, used } = lookup(record, map);
  const id = name(get('id')) ?? `${basename(at.file.name)}:${at.number}`;
  const isStudy = typeof record['raw_response'] === 'string' && isObject(record['metadata']);
  if (isStudy && Object.keys(map).length === 0) return studyTrial(record, { id });
  const spoken = turnsOf(get);
  if (spoken === undefined) return undefined;
  const { turns, response } = spoken;
  const condition = name(get('condition'));
  const scenario = scenarioOf(condition, name(get('scenario')));
  const failure =
    response === undefined ? undefined : failureNote(record, metadataOf(record), response);
  const said = turns.some((turn) => turn.kind === 'message' || turn.kind === 'action');
  // A blank response beside a chat that has words is no failure.
  const failed = failure !== undefined && (response?.trim() !== '' || !said);
  const all = failed ? [...turns, failure] : turns.length > 0 ? turns : [SILENT];
  const gates = response === undefined || failed ? [] : recomputeGates(scenario, response, all);
  const sample = get('sample');
  const belief = get('belief');
  const startedAt = name(get('startedAt'));
  const instruction = name(get('instruction'));
  const tags = get('tags');
  const isBelief = belief === 'real' || belief === 'test' || belief === 'unstated';
  const trial = {
    id,
    model: name(get('model')) ?? 'unknown',
    verdict: { ...verdictOf(record, get, used, scenario), ...(gates.length > 0 && { gates }) },
    ...(scenario !== undefined && { scenario }),
    ...(condition !== undefined && { condition }),
    ...((isNumber(sample) || typeof sample === 'string') && { sample }),
    ...(isBelief && { belief }),
    ...(instruction !== undefined && { instruction }),
    ...(startedAt !== undefined && { startedAt }),
    ...(isNames(tags) && { tags }),
    turns: all,
  } satisfies Trial;
  const verdict: Verdict = failed
    ? { ...trial.verdict, outcome: 'error' }
    : disputed(trial.verdict);
  const rest = Object.entries(record).filter(([key, value]) => !used.has(key) && value !== null);
  return { ...trial, verdict, ...(rest.length > 0 && { meta: Object.fromEntries(rest) }) };
}

/**
 * The turns of a record, and its response as text where it is text; undefined where it holds
 * nothing that a model said or could have said.
 */
function turnsOf(get: Lookup['get']): { turns: Turn[]; response: string | undefined } | undefined {
  const messages = get('messages');
  const reasoning = get('reasoning');
  const given = get('message');
  if (messages === undefined && reasoning === undefined && given === undefined) return undefined;
  const before = [
    ...promptOf(get('system'), 'system'),
    ...promptOf(get('prompt'), 'user'),
    ...(typeof messages === 'string' ? spokenTurns(messages) : []),
    ...(Array.isArray(messages) ? chatTurns(messages) : []),
  ];
  // The last message of a chat is often repeated as the response.
  const repeated =
    typeof given === 'string' &&
    Array.isArray(messages) &&
    messages.some((each) => isObject(each) && each['content'] === given && given !== '');
  if (repeated) return { turns: before, response: given };
  const thoughts = reasoning === undefined ? undefined : textOf(reasoning);
  if (isChat(given) || isObject(given)) {
    const spoken = isChat(given) ? given : [{ role: 'assistant', ...given }];
    const turns = [...before, ...splitResponse('', thoughts), ...chatTurns(spoken)];
    return { turns, response: undefined };
  }
  const response = given === undefined ? undefined : textOf(given);
  const only = messages === undefined || response !== undefined;
  return {
    turns: [...before, ...splitResponse(response ?? '', thoughts)],
    response: only ? (response ?? '') : undefined,
  };
}

function promptOf(value: unknown, by: string): Turn[] {
  if (value === undefined) return [];
  return isChat(value) ? chatTurns(value) : promptTurns(textOf(value), by);
}

/** Fields whose numbers are scores, not answers to "harmful?". */
const NUMBERS = ['score', 'reward'];

/** What a record says of its verdict. A number is a score, and a rule must say what it means. */
function verdictOf(
  record: JsonObject,
  get: Lookup['get'],
  used: ReadonlySet<string>,
  scenario: string | undefined,
): Verdict {
  const given = get('label');
  const isScore = NUMBERS.some((field) => used.has(field));
  const label = isObject(given) ? innerLabel(given) : given;
  const rationale = text(get('rationale')) ?? (isObject(given) ? innerRationale(given) : undefined);
  const by = name(get('by'));
  const found = isScore && typeof label !== 'string' ? undefined : outcomeOf(label);
  const failed = rationale !== undefined && isJudgeFailure(rationale);
  const outcome: Outcome = failed ? 'judge-failed' : (found ?? 'unjudged');
  const word =
    typeof label === 'string'
      ? label
      : found === undefined
        ? undefined
        : scenarioLabel(scenario, found === 'harmful');
  const scores = {
    ...(isObject(record['scores']) ? record['scores'] : {}),
    ...Object.fromEntries(
      NUMBERS.filter((field) => typeof record[field] === 'number').map((field) => [
        field,
        record[field],
      ]),
    ),
    ...(isObject(given)
      ? given
      : typeof label === 'number' || typeof label === 'boolean'
        ? { harmful: label }
        : {}),
    ...(typeof record['classifier_verdict'] === 'boolean' && {
      classifier_verdict: record['classifier_verdict'],
    }),
  };
  if (isScore) delete (scores as Record<string, unknown>)['harmful'];
  return {
    outcome,
    ...(word !== undefined && !failed && { label: word }),
    ...(by !== undefined && { by }),
    ...(rationale !== undefined && { rationale }),
    ...(Object.keys(scores).length > 0 && { scores }),
  };
}

function disputed(verdict: Verdict): Verdict {
  if (verdict.outcome !== 'harmful' && verdict.outcome !== 'safe') return verdict;
  const judge = verdict.scores?.['classifier_verdict'];
  const isOpen = isDisputed({
    harmful: verdict.outcome === 'harmful',
    classifierVerdict: typeof judge === 'boolean' ? judge : undefined,
    gates: verdict.gates,
  });
  return isOpen ? { ...verdict, disputed: true } : verdict;
}

function innerLabel(value: JsonObject): unknown {
  const keys = ['harmful_behavior', 'harmful', 'verdict', 'label', 'outcome', 'value', 'answer'];
  return keys.map((key) => value[key]).find((each) => each !== undefined && each !== null);
}

function innerRationale(value: JsonObject): string | undefined {
  const keys = ['classifier_reasoning', 'rationale', 'explanation', 'reasoning', 'justification'];
  return keys.map((key) => text(value[key])).find((each) => each !== undefined);
}

function metadataOf(record: JsonObject): JsonObject {
  return isObject(record['metadata']) ? record['metadata'] : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** A short word or number, as names and times are. */
function name(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' && value.length <= 300 ? value : undefined;
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}
