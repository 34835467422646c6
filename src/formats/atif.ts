/**
 * ATIF, the trajectories that Harbor and others write, of any version 1: one JSON object with the
 * steps of an agent. A trajectory that goes on in other files is one trial with them.
 */
import { basename, dirname } from 'node:path';

import type { Trial, Turn } from '../trial/types.ts';
import { withUnsaid } from './chat/unsaid.ts';
import { checked } from './checked/checked.ts';
import { chainOf, isPartOfAnother } from './atif/chain.ts';
import { chatReader, textOf, withMeta } from './chat/chat.ts';
import type { Claim, Head, ReadItem, ReadOptions, SourceFile } from './format.ts';
import { isObject, isWord, type JsonObject, sniffJson, without } from './json/json.ts';
import { type At, type Converted, readRecords } from './records.ts';
import { ruleOf, withRule } from './verdict-rule.ts';

/** Trajectories in the Agent Trajectory Interchange Format. */
export const atif = checked({
  name: 'atif',
  title: 'ATIF trajectories',
  appends: false,
  beside: (path) => (path === '-' ? [] : [dirname(path)]),
  detect,
  read,
});

function detect(head: Head): Claim | undefined {
  const keys = sniffJson(head)?.keys;
  // A long list of tools may fill the head: the steps come after it.
  const steps = keys?.get('steps') === '[' || (keys?.has('steps') === false && !head.whole);
  if (keys === undefined || !steps) return undefined;
  const version = keys.has('schema_version')
    ? /"schema_version"\s*:\s*"(ATIF[-\w.]*)"/.exec(head.bytes.toString('utf8'))?.[1]
    : undefined;
  if (version !== undefined) {
    // Not sure as long as no steps were seen: more of the file is looked at then.
    const confidence = keys.has('steps') ? 0.95 : 0.85;
    return { confidence, why: `its schema_version is ${version}` };
  }
  if (keys.get('agent') !== '{' || !keys.has('steps')) return undefined;
  return { confidence: 0.7, why: 'it has an agent and steps, as ATIF does' };
}

function read(file: SourceFile, options: ReadOptions): AsyncIterable<ReadItem> {
  const rule = ruleOf(options.verdict);
  const isOpened = options.isOpened ?? (() => false);
  return readRecords(file, options, (value, at) => {
    if (!isObject(value) || !Array.isArray(value['steps'])) {
      return problemOf('error', 'not a trajectory with steps; it was passed over');
    }
    if (file.path !== '-' && isPartOfAnother(file.path, isOpened)) {
      return problemOf('notice', 'it continues another file, and is shown as part of it');
    }
    const { trials, problems } = trajectory(value, at);
    // The record speaks of the trajectory: its subagents would be counted once more.
    const [main, ...others] = withUnsaid(trials, value, CONTINUED);
    return {
      trials: main === undefined ? others : [withRule(main, value, rule), ...others],
      problems,
    };
  });
}

/** The file that it goes on in is looked at by itself. */
const CONTINUED = new Set(['continued_trajectory_ref']);

type Problems = NonNullable<Converted['problems']>;

function problemOf(severity: 'error' | 'notice', message: string): Converted {
  return { problems: [{ severity, message }] };
}

/** The trial of a file's trajectory, with those of the subagents that are written into it. */
function trajectory(first: JsonObject, at: At): { trials: readonly Trial[]; problems: Problems } {
  const { parts, broken } = chainOf(at.file.path, first);
  const problems: Problems[number][] = [];
  if (broken !== undefined)
    problems.push({ severity: 'warning', message: `${broken}; shown as far as it is known` });
  const fallback =
    at.number > 1 ? `${basename(at.file.name)}:${at.number}` : basename(at.file.name);
  const part = partNumber(first, at.file.name);
  if (part > 0)
    problems.push({ severity: 'notice', message: 'it continues a trajectory that is not there' });
  const id = (idOf(first) ?? fallback) + (part > 0 ? `/part-${part + 1}` : '');
  const trial = trialOf(parts, id, problems);
  const main = part > 0 ? { ...trial, tags: ['continuation'] } : trial;
  return { trials: [main, ...parts.flatMap((each) => subagents(each, id, problems, 0))], problems };
}

/** The trajectories of subagents inside another, and theirs. */
function subagents(
  part: JsonObject,
  parent: string,
  problems: Problems[number][],
  depth: number,
): Trial[] {
  const given = part['subagent_trajectories'];
  if (!Array.isArray(given) || depth > 20) return [];
  return given.flatMap((each, index) => {
    if (!isObject(each) || !Array.isArray(each['steps'])) {
      problems.push({
        severity: 'warning',
        message: `subagent ${index + 1} has no steps; it was passed over`,
      });
      return [];
    }
    const own = idOf(each);
    const id = `${parent}/${own === undefined || own === parent ? `subagent-${index + 1}` : own}`;
    const trial = trialOf([each], id, problems);
    const meta = { subagentOf: parent, ...trial.meta };
    return [{ ...trial, tags: ['subagent'], meta }, ...subagents(each, id, problems, depth + 1)];
  });
}

function trialOf(parts: readonly JsonObject[], id: string, problems: Problems[number][]): Trial {
  const [first = {}] = parts;
  const steps = parts.flatMap((part) => (Array.isArray(part['steps']) ? part['steps'] : []));
  const models = new Set(
    [
      ...parts.map((part) => agentOf(part)['model_name']),
      ...steps.map((step) => (isObject(step) ? step['model_name'] : undefined)),
    ].filter(isWord),
  );
  const odd = new Map<string, string>();
  const turns = turnsOf(parts, odd);
  for (const message of odd.values()) problems.push({ severity: 'warning', message });
  const startedAt = steps
    .map((step) => (isObject(step) ? step['timestamp'] : undefined))
    .find(isWord);
  return {
    id,
    model: [...models][0] ?? 'unknown',
    verdict: { outcome: 'unjudged' },
    ...(startedAt !== undefined && { startedAt }),
    meta: {
      ...without(first, TAKEN),
      ...(parts.length > 1 && {
        continuations: parts.slice(1).map((each) => without(each, TAKEN)),
      }),
      ...(models.size > 1 && { models: [...models] }),
    },
    turns: turns.length > 0 ? turns : [{ kind: 'note', text: 'This trajectory has no steps.' }],
  };
}

const TAKEN = new Set([
  'session_id',
  'trajectory_id',
  'steps',
  'continued_trajectory_ref',
  'subagent_trajectories',
]);
const TAKEN_STEP = new Set(
  'timestamp source message reasoning_content tool_calls observation'.split(' '),
);

/** `odd` gets what is strange about the steps: of each kind, the first. */
function turnsOf(parts: readonly JsonObject[], odd: Map<string, string>): Turn[] {
  const tell = (kind: string, message: string): void => {
    if (!odd.has(kind)) odd.set(kind, message);
  };
  const turns: Turn[] = [];
  const read = chatReader({ made: true });
  let acted = false;
  for (const [index, part] of parts.entries()) {
    if (index > 0)
      turns.push({ kind: 'note', text: 'Here the trajectory goes on in its next file.' });
    let number = 0;
    for (const [place, step] of (part['steps'] as readonly unknown[]).entries()) {
      if (!isObject(step)) {
        tell('shape', `step ${place + 1} is no object; kept as a note`);
        turns.push({ kind: 'note', text: textOf(step) });
        continue;
      }
      const source = textOf(step['source']);
      if (!SOURCES.has(source))
        tell('source', `step ${place + 1} has the unknown source "${source}"; kept as a note`);
      const id = step['step_id'];
      if (typeof id === 'number' && id <= number)
        tell(
          'order',
          `step ${place + 1} has the number ${id}, after ${number}; the order of the file is kept`,
        );
      if (typeof id === 'number') number = id;
      acted ||= source === 'agent';
      for (const turn of stepTurns(step, source, read, acted)) turns.push(turn);
    }
  }
  return turns;
}

const SOURCES = new Set(['system', 'user', 'agent']);

/** The turns of a step: what was said and done, then what came back, which stands in the same step. */
function stepTurns(
  step: JsonObject,
  source: string,
  read: (message: unknown) => Turn[],
  acted: boolean,
): Turn[] {
  const said = saidTurns(step, source, read, acted);
  const observed = step['observation'];
  const results = isObject(observed) ? observed['results'] : undefined;
  const given: readonly JsonObject[] = Array.isArray(results)
    ? results.map((result) => (isObject(result) ? result : { content: result }))
    : observed === undefined || observed === null
      ? []
      : [{ content: observed }];
  const back = given.flatMap((result) => {
    const content = [textOf(result['content']), ...referredTo(result)]
      .filter((text) => text !== '')
      .join('\n');
    return read({ role: 'tool', tool_call_id: result['source_call_id'], content });
  });
  const at = step['timestamp'];
  const meta = without(step, TAKEN_STEP);
  const all = [...said, ...back];
  const empty: Turn = { kind: 'note', by: source, text: 'This step has no text.' };
  return (all.length > 0 ? all : [empty]).map((turn, index) => ({
    ...(typeof at === 'string' && { at }),
    ...(index === 0 ? withMeta(turn, meta) : turn),
  }));
}

function saidTurns(
  step: JsonObject,
  source: string,
  read: (message: unknown) => Turn[],
  acted: boolean,
): Turn[] {
  const { message } = step;
  if (source === 'agent') {
    return read({
      role: 'assistant',
      content: message,
      reasoning_content: step['reasoning_content'],
      tool_calls: callsOf(step),
    });
  }
  if (source === 'user' || (source === 'system' && !acted)) {
    return read({ role: source, content: message });
  }
  // After the agent began, these are events of the harness, and no instructions.
  const text = textOf(message);
  return text === '' ? [] : [{ kind: 'note', ...(source !== '' && { name: source }), text }];
}

function callsOf(step: JsonObject): readonly JsonObject[] {
  const given = step['tool_calls'];
  return (Array.isArray(given) ? given : []).filter(isObject).map((call) => ({
    id: call['tool_call_id'],
    name: call['function_name'],
    arguments: call['arguments'],
  }));
}

/** Which trajectories of subagents a result speaks of. */
function referredTo(result: JsonObject): string[] {
  const given = result['subagent_trajectory_ref'];
  return (Array.isArray(given) ? given : given === undefined ? [] : [given])
    .filter(isObject)
    .map((each) => {
      const place = each['trajectory_path'] ?? each['trajectory_id'] ?? each['session_id'];
      const about = isObject(each['extra']) ? textOf(each['extra']['summary']) : '';
      return `Subagent trajectory: ${textOf(place)}${about === '' ? '' : ` (${about})`}`;
    });
}

/** Of a later part: its number, from 1; 0 for a trajectory that begins here. */
function partNumber(part: JsonObject, name: string): number {
  const extra = agentOf(part)['extra'];
  const index = isObject(extra) ? extra['continuation_index'] : undefined;
  if (typeof index === 'number' && index > 0) return index;
  return Number(/\.cont-(\d+)\.json/.exec(name)?.[1] ?? 0);
}

function idOf(part: JsonObject): string | undefined {
  return [part['trajectory_id'], part['session_id']].find(isWord);
}

function agentOf(part: JsonObject): JsonObject {
  return isObject(part['agent']) ? part['agent'] : {};
}
