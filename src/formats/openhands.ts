/**
 * OpenHands: records of `output.jsonl` (a run with its events in `history`), and bare arrays of events
 * as its trajectories are. Each run is a trial.
 */
import { basename } from 'node:path';

import type { Trial } from '../trial/types.ts';
import { checked } from './checked/checked.ts';
import { Session } from './chat/session.ts';
import { messageOf } from './chat/text.ts';
import type { Claim, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import { isObject, isWord, type JsonObject, objectAt, sniffJson, word } from './json/json.ts';
import { OpenHandsEvents, isEvent } from './openhands/events.ts';
import { type At, type Converted, type Opened, eachOf, readRecords } from './records.ts';
import { ruleOf, type VerdictRule, withRule } from './verdict-rule.ts';

export const openhands = checked({
  name: 'openhands',
  title: 'OpenHands runs and trajectories',
  appends: true,
  detect,
  read,
});

function detect(head: Head): Claim | undefined {
  const sniff = sniffJson(head);
  const record = sniff?.record;
  if (sniff?.shape === 'array' && record !== undefined && isEvent(record) && 'source' in record) {
    return { confidence: 0.95, why: 'it is an array of OpenHands actions and observations' };
  }
  const history = record?.['history'];
  if (Array.isArray(history) && history.flat().slice(0, 10).some(isEvent)) {
    return { confidence: 0.95, why: 'its history has OpenHands actions and observations' };
  }
  const keys = sniff?.keys;
  const isRun = ['instance_id', 'history', 'test_result'].every((key) => keys?.has(key) === true);
  return record === undefined && isRun
    ? { confidence: 0.9, why: 'it has instance_id, history and test_result' }
    : undefined;
}

function read(file: SourceFile, options: ReadOptions): AsyncGenerator<ReadItem> {
  const rule = ruleOf(options.verdict);
  const convert = (value: unknown, at: At): Converted => converted(value, at, rule);
  return readRecords(file, options, convert, opened);
}

/** An array of events is one run; any other array is of runs. */
function opened(document: unknown): Opened {
  return eachOf(document, (list) => list.some(isEvent));
}

function converted(
  value: unknown,
  { file, place, number }: At,
  rule: VerdictRule | undefined,
): Converted {
  const run: unknown = Array.isArray(value) ? { history: value } : value;
  if (!isObject(run)) {
    return { problems: [{ severity: 'error', message: 'not a run; it was passed over' }] };
  }
  const session = new Session();
  const trial = runOf(run, session, `${basename(file.name)}:${number}`, place);
  const problems = session.problems().map(({ severity, message, place: at }) => ({
    severity,
    message: `${(at ?? '').replace(`${place}, `, '')}: ${message}`,
  }));
  return { trial: withRule(trial, run, rule), problems };
}

const TAKEN = new Set(['history', 'instance_id', 'instruction', 'error']);

function runOf(run: JsonObject, session: Session, fallback: string, place: string): Trial {
  const { history, instance_id: id, instruction, error } = run;
  const events = new OpenHandsEvents(session);
  const list = (Array.isArray(history) ? history : []).flat();
  for (const [index, event] of list.entries()) events.add(event, `${place}, history[${index}]`);
  const asked = session.turns.some(({ by }) => by === 'user');
  if (isWord(instruction) && !asked) events.ask(instruction);
  const llm = objectAt(objectAt(run, 'metadata'), 'llm_config')['model'];
  const failure = messageOf(error);
  if (failure !== '')
    session.turns.push({ kind: 'note', name: 'error', text: failure, error: true });
  if (session.turns.length === 0) {
    session.turns.push({ kind: 'note', text: 'This run has no events.', error: true });
  }
  session.facts(Object.fromEntries(Object.entries(run).filter(([key]) => !TAKEN.has(key))));
  if (!Array.isArray(history)) session.fact('history', history);
  if (!isWord(id)) session.fact('instance_id', id);
  if (!isWord(instruction) || !events.says(instruction)) session.fact('instruction', instruction);
  if (isObject(error) || Array.isArray(error)) session.fact('error', error);
  session.id = word(id) ?? fallback;
  const trial = session.trial('') as Trial;
  return { ...trial, ...(isWord(llm) && { model: llm }) };
}
